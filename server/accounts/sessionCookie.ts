import type { Config } from "../config.ts";

/** Before every cookie of accounts. `__Host-` binds them to https, this host and its whole path (RFC 6265bis, 4.1.3.2). */
const prefixes = { http: "foureyes", https: "__Host-foureyes" } as const;

/** The part before the dot, and whether browsers send the cookies over https alone. */
export function cookieRules({ publicUrl }: Pick<Config, "publicUrl">): { prefix: string; secure: boolean } {
  const secure = publicUrl?.startsWith("https:") ?? false;
  return { prefix: secure ? prefixes.https : prefixes.http, secure };
}

/** Every name that a session's cookie may have. */
export const sessionCookieNames = Object.values(prefixes).map((prefix) => `${prefix}.session_token`);
