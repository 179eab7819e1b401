import { createHmac, randomBytes } from "node:crypto";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { Sessions } from "./Sessions.ts";

type Context = Parameters<typeof setSessionCookie>[0];

/**
 * A new token for a session whose person or password changed (OWASP, Session Management: renew the session id after a
 * change of privilege). The session stays, with its sockets and its place in the list. Both set the cookie.
 */
export const tokenReplacement = (sessions: Sessions) => ({
  id: "token-replacement",
  endpoints: {
    /** At once: the token before opens nothing more. */
    renewToken: createAuthEndpoint(
      "/renew-token",
      { method: "POST", requireHeaders: true },
      async (context) =>
        replace(
          context,
          () => randomBytes(32).toString("base64url"),
          (sessionId, _before, next) => {
            sessions.replaceToken(sessionId, next);
            return true;
          },
        ),
    ),
    /**
     * When it is due, with the next request of the browser: see `Sessions.handOver`. The token that follows is made from
     * the one before, so that requests under way together are all given the same one.
     */
    handOverToken: createAuthEndpoint(
      "/hand-over-token",
      { method: "POST", requireHeaders: true },
      async (context) =>
        replace(
          context,
          (before) =>
            createHmac("sha256", context.context.secret).update(`follows ${before}`).digest("base64url"),
          (sessionId, before, next) => sessions.handOver(sessionId, before, next),
        ),
    ),
  },
});

async function replace(
  context: Context,
  following: (token: string) => string,
  write: (sessionId: string, token: string, next: string) => boolean,
): Promise<null> {
  const { authCookies, secret, internalAdapter } = context.context;
  const token = await context.getSignedCookie(authCookies.sessionToken.name, secret);
  const found = token ? await internalAdapter.findSession(token) : null;
  if (!token || !found) return null;
  const next = following(token);
  if (!write(found.session.id, token, next)) return null;
  const onlyWhileOpen = Boolean(await context.getSignedCookie(authCookies.dontRememberToken.name, secret));
  const maxAge = Math.max(1, Math.floor((found.session.expiresAt.getTime() - Date.now()) / 1000));
  await setSessionCookie(
    context,
    { session: { ...found.session, token: next }, user: found.user },
    onlyWhileOpen,
    onlyWhileOpen ? {} : { maxAge },
  );
  return null;
}
