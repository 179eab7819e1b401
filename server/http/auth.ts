import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { isAPIError } from "better-auth/api";
import Type, { type Static } from "typebox";
import { normalEmail } from "../../src/domain/accounts/email.ts";
import {
  ChangeOwnNameSchema,
  ChangePasswordSchema,
  SessionSchema,
  SignedInSchema,
  SignInSchema,
  SignUpSchema,
} from "../../src/domain/protocol/api.ts";
import type { AccountAccess } from "../accounts/access.ts";
import type { AccessChanges } from "../accounts/accessChanges.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { type Auth, deactivatedCode } from "../accounts/auth.ts";
import type { DeviceCookies } from "../accounts/passwords/DeviceCookies.ts";
import type { PasswordGate } from "../accounts/passwords/PasswordGate.ts";
import { passwordProblemWords } from "../accounts/passwords/passwordProblemWords.ts";
import { personFromRow } from "../accounts/person.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { type BucketLimits, TokenBuckets } from "../TokenBuckets.ts";
import { browserOf, cookieOf, passCookies } from "./cookies.ts";
import { refuse } from "./errors.ts";
import { refuseTooMany, visitorOf } from "./guard/guard.ts";
import { passGate } from "./guard/passwordGate.ts";
import { enterNewPerson, nameRefusals, refuseNewPerson } from "./newPerson.ts";
import { answers } from "./schemas.ts";

export interface AuthParts {
  auth: Auth;
  access: Pick<AccountAccess, "token">;
  accounts: Accounts;
  sessions: Sessions;
  changes: AccessChanges;
  gate: PasswordGate;
  devices: DeviceCookies;
}

type SignedIn = Static<typeof SignedInSchema>;

/** Each is told to everybody in every article that the person has open. */
const renamesOfOne: BucketLimits = { burst: 20, perSecond: 1 / 60, keys: 20_000 };

/** Signing in and out, and what people change about themselves. */
export const authRoutes: FastifyPluginAsyncTypebox<AuthParts> = async (app, parts) => {
  const { auth, access, accounts, sessions, changes, gate, devices } = parts;
  const renames = new TokenBuckets(renamesOfOne);

  app.get(
    "/api/session",
    {
      config: { allow: "anybody", uncounted: true },
      schema: { summary: "Who is signed in", tags: ["accounts"], response: answers(200, SessionSchema) },
    },
    async (request, reply) => {
      const token = request.visitor ? null : access.token(request.headers);
      const deactivated = token === null ? null : sessions.deactivatedPerson(token);
      // A cookie that opens nothing goes, unless the browser has yet to delete its copies by what it says.
      if (token !== null && deactivated === null) {
        const { headers } = await auth.api.getSession({ headers: cookieOf(request), returnHeaders: true });
        passCookies(headers, reply);
      }
      return {
        person: request.visitor
          ? (sessions.visitor(request.visitor.sessionId)?.visitor.person ?? null)
          : null,
        ...(deactivated === null ? {} : { ended: { reason: "deactivated" as const, personId: deactivated } }),
        signUpOpen: accounts.signUpOpen(),
        firstAccount: accounts.firstAccount(),
      };
    },
  );

  app.post(
    "/api/auth/sign-in/email",
    {
      config: { allow: "anybody", uncounted: true },
      schema: {
        summary: "Sign in: sets the session cookie",
        tags: ["accounts"],
        body: SignInSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const { password, rememberMe } = request.body;
      const email = normalEmail(request.body.email);
      const account = { email, passwordVersion: accounts.passwords.version(email) };
      const device = devices.nonce(request.headers.cookie, account);
      return passGate<SignedIn>(gate, request, reply, { door: "sign-in", ...account, device }, async () => {
        try {
          const { headers, response } = await auth.api.signInEmail({
            body: { email, password, rememberMe },
            headers: browserOf(request),
            returnHeaders: true,
          });
          await accounts.passwords.renew(response.user.id, password);
          // The cookie of the session that this browser had before is written over: nobody could use or end it.
          const before = request.visitor;
          if (before) sessions.end(before.person.id, before.sessionId);
          // Of the password that was right: nothing changes it before this job ends.
          const known = { email, passwordVersion: accounts.passwords.version(email) };
          return {
            guess: "right",
            value: () => {
              passCookies(headers, reply);
              reply.header("set-cookie", devices.setCookie(known, device));
              return { user: personFromRow(response.user) };
            },
          };
        } catch (error) {
          if (!isAPIError(error) || error.statusCode >= 500) throw error;
          const deactivated = error.body?.code === deactivatedCode;
          return {
            guess: deactivated ? "right" : "wrong",
            value: () =>
              deactivated
                ? refuse(reply, "forbidden", "This account was deactivated. Ask an admin of your newsroom.")
                : refuse(reply, "not-signed-in", "The e-mail address or the password is wrong."),
          };
        }
      });
    },
  );

  app.post(
    "/api/auth/sign-up/email",
    {
      config: { allow: "anybody", uncounted: true },
      schema: {
        summary: "Create the first account, or with OPEN_SIGNUP=1 any, and sign in",
        tags: ["accounts"],
        body: SignUpSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) =>
      accounts.signUpOpen()
        ? enterNewPerson(parts, request, reply, request.body, () => accounts.signUp(request.body))
        : refuseNewPerson(reply, "sign-up-closed"),
  );

  app.post(
    "/api/auth/sign-out",
    {
      config: { allow: "anybody" },
      schema: {
        summary: "End this session",
        tags: ["accounts"],
        response: answers(200, Type.Object({ success: Type.Boolean() })),
      },
    },
    async (request, reply) => {
      const { headers } = await auth.api.signOut({ headers: cookieOf(request), returnHeaders: true });
      passCookies(headers, reply);
      // Pictures of articles are kept by their hash; the page deletes the articles themselves.
      reply.header("clear-site-data", '"cache"');
      if (request.visitor) changes.emit({ sessionId: request.visitor.sessionId });
      return { success: true };
    },
  );

  app.post(
    "/api/auth/change-password",
    {
      config: { allow: "signed-in", limitedBySession: true },
      schema: {
        summary:
          "Change the own password, end the other sessions and own open links, give this one a new token",
        tags: ["accounts"],
        body: ChangePasswordSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const { person, sessionId } = visitorOf(request);
      const { currentPassword, newPassword } = request.body;
      const email = normalEmail(person.email);
      const account = () => ({ email, passwordVersion: accounts.passwords.version(email) });
      const device = devices.nonce(request.headers.cookie, account());
      return passGate<SignedIn>(
        gate,
        request,
        reply,
        { door: "change-password", sessionId, email },
        async () => {
          const problem = await accounts.passwordProblem(newPassword, person);
          if (problem)
            return { guess: "none", value: () => refuse(reply, problem, passwordProblemWords[problem]) };
          try {
            await auth.api.changePassword({
              body: { currentPassword, newPassword, revokeOtherSessions: false },
              headers: cookieOf(request),
            });
          } catch (error) {
            if (!isAPIError(error) || error.statusCode >= 500) throw error;
            return {
              guess: "wrong",
              value: () => refuse(reply, "forbidden", "The current password is wrong."),
            };
          }
          const { headers } = await auth.api.renewToken({ headers: cookieOf(request), returnHeaders: true });
          sessions.endOthers(person.id, sessionId);
          accounts.endOpenLinks(person.id);
          const known = account();
          return {
            guess: "right",
            value: () => {
              passCookies(headers, reply);
              reply.header("set-cookie", devices.setCookie(known, device));
              return { user: person };
            },
          };
        },
      );
    },
  );

  app.post(
    "/api/auth/update-user",
    {
      config: { allow: "signed-in" },
      schema: {
        summary: "Change the own name",
        tags: ["accounts"],
        body: ChangeOwnNameSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const waitSeconds = renames.take(visitorOf(request).person.id);
      if (waitSeconds > 0)
        return refuseTooMany(reply, waitSeconds, "You changed your name many times. Try again later.");
      const outcome = accounts.changeName(visitorOf(request).person.id, request.body.name);
      if (outcome?.code === "ok") return { user: outcome.person };
      const code = outcome?.code ?? "bad-request";
      return refuse(reply, code, nameRefusals[code]);
    },
  );
};
