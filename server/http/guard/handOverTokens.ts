import type { FastifyInstance } from "fastify";
import type { AccountAccess } from "../../accounts/access.ts";
import type { Auth } from "../../accounts/auth.ts";
import { cookieOf, passCookies } from "../cookies.ts";

/** Brings a browser the new token of its session with the answer to whatever it asks next: see tokenReplacement.ts. */
export function handOverTokens(
  app: FastifyInstance,
  { access, auth }: { access: Pick<AccountAccess, "tokenDue">; auth: Auth },
): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!request.visitor || !access.tokenDue(request.headers)) return;
    const { headers } = await auth.api.handOverToken({ headers: cookieOf(request), returnHeaders: true });
    passCookies(headers, reply);
  });
}
