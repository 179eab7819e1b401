import { kyselyAdapter } from "@better-auth/kysely-adapter";
import type { BetterAuthOptions } from "better-auth";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "../config.ts";
import type { OpenDatabase } from "../storage/database.ts";
import { restingBetweenCalls } from "./asyncContext.ts";
import { withHashedTokens } from "./hashedTokens.ts";
import type { PasswordHasher } from "./passwords/PasswordHasher.ts";
import { type Sessions, sessionDays } from "./Sessions.ts";
import { keptSecret } from "./secretFile.ts";
import { cookieRules } from "./sessionCookie.ts";
import { tokenReplacement } from "./tokenReplacement.ts";

export const deactivatedCode = "DEACTIVATED";

/**
 * better-auth keeps passwords and sessions, and nothing of it is reachable from outside: the routes of
 * http/auth.ts call its functions. Its own sign-up is off (accounts.ts writes a person, the password and the
 * invitation's use in one transaction), as are its origin check and its limits, for which this server has stricter ones.
 */
export function createAuth(
  database: OpenDatabase,
  config: Pick<Config, "publicUrl" | "dataDir">,
  sessions: Sessions,
  log: FastifyBaseLogger,
  hasher: PasswordHasher,
) {
  const { prefix, secure } = cookieRules(config);
  const adapter = kyselyAdapter(database.rows, { type: "sqlite", transaction: false });
  const auth = betterAuth({
    appName: "Foureyes",
    basePath: "/api/auth",
    ...(config.publicUrl ? { baseURL: config.publicUrl } : {}),
    secret: keptSecret(config.dataDir),
    database: (options: BetterAuthOptions) =>
      withHashedTokens(adapter(options), (token) => sessions.storedToken(token)),
    plugins: [tokenReplacement(sessions)],
    telemetry: { enabled: false },
    logger: { level: "debug", log: (_level, message) => log.debug({ part: "better-auth" }, message) },
    user: {
      modelName: "person",
      additionalFields: {
        role: { type: "string", input: false, required: true },
        active: { type: "boolean", input: false, required: true },
      },
    },
    // Never longer, however much it is used; what ends it sooner is in Sessions.ts.
    session: { expiresIn: sessionDays * 24 * 3600, disableSessionRefresh: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // accounts.ts holds new passwords to the rules; older ones stay in use. UTF-16 units, twice what the schemas take.
      minPasswordLength: 1,
      maxPasswordLength: 2048,
      password: {
        hash: (password) => hasher.hash(password),
        verify: ({ hash, password }) => hasher.verify(hash, password),
      },
    },
    rateLimit: { enabled: false },
    databaseHooks: {
      user: { create: { before: () => Promise.resolve(false) } },
      session: {
        create: {
          before: async (session) => {
            const person = await database.rows
              .selectFrom("person")
              .select("active")
              .where("id", "=", session.userId)
              .executeTakeFirst();
            if (!person?.active)
              throw new APIError("FORBIDDEN", {
                code: deactivatedCode,
                message: "This account was deactivated.",
              });
          },
          after: async (session) => sessions.endBeyondMost(session.userId, session.id),
        },
      },
    },
    advanced: {
      cookiePrefix: prefix,
      // Its own prefix would come before ours.
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
  });
  return { ...auth, api: restingBetweenCalls(auth.api) };
}

export type Auth = ReturnType<typeof createAuth>;
