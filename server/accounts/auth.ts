import { randomBytes } from "node:crypto";
import { kyselyAdapter } from "@better-auth/kysely-adapter";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "../config.ts";
import type { OpenDatabase } from "../storage/database.ts";
import { restingBetweenCalls } from "./asyncContext.ts";
import type { PasswordHasher } from "./passwords/PasswordHasher.ts";

export const sessionDays = 30;
export const deactivatedCode = "DEACTIVATED";

/**
 * better-auth keeps passwords and sessions, and nothing of it is reachable from outside: the routes of
 * http/auth.ts call its functions. Its own sign-up is off (accounts.ts writes a person, the password and the
 * invitation's use in one transaction), as are its origin check and its limits, for which this server has stricter ones.
 */
export function createAuth(
  database: OpenDatabase,
  config: Pick<Config, "publicUrl">,
  log: FastifyBaseLogger,
  hasher: PasswordHasher,
) {
  const auth = betterAuth({
    appName: "Foureyes",
    basePath: "/api/auth",
    ...(config.publicUrl ? { baseURL: config.publicUrl } : {}),
    secret: keptSecret(database),
    database: kyselyAdapter(database.rows, { type: "sqlite", transaction: false }),
    telemetry: { enabled: false },
    logger: { level: "debug", log: (_level, message) => log.debug({ part: "better-auth" }, message) },
    user: {
      modelName: "person",
      additionalFields: {
        role: { type: "string", input: false, required: true },
        active: { type: "boolean", input: false, required: true },
      },
    },
    session: { expiresIn: sessionDays * 24 * 3600, updateAge: 24 * 3600 },
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
        },
      },
    },
    advanced: {
      cookiePrefix: "foureyes",
      useSecureCookies: config.publicUrl?.startsWith("https:") ?? false,
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
  });
  return { ...auth, api: restingBetweenCalls(auth.api) };
}

export type Auth = ReturnType<typeof createAuth>;

/** The secret that signs session cookies: made at the first start, kept with the sessions it signs. */
function keptSecret({ sqlite }: OpenDatabase): string {
  sqlite
    .prepare("insert into setting (name, value) values ('auth-secret', ?) on conflict do nothing")
    .run(randomBytes(48).toString("base64url"));
  return sqlite.prepare("select value from setting where name = 'auth-secret'").pluck().get() as string;
}
