import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { isAPIError } from "better-auth/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { normalEmail } from "../../src/domain/accounts/email.ts";
import {
  ChangeOwnNameSchema,
  ChangePasswordSchema,
  SessionSchema,
  SignedInSchema,
  SignInSchema,
  SignUpSchema,
} from "../../src/domain/protocol/api.ts";
import type { AccessChanges } from "../accounts/accessChanges.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { type Auth, deactivatedCode } from "../accounts/auth.ts";
import { FailureLimit } from "../accounts/failureLimit.ts";
import { personFromRow } from "../accounts/person.ts";
import { cookieOf, passCookies } from "./cookies.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard.ts";
import { answerNewPerson } from "./newPerson.ts";
import { answers } from "./schemas.ts";

/** Sign-ins from one address a minute, right or wrong: each costs the server a password hash. */
export const signInsPerMinute = 600;
export const wrongPasswords = { max: 10, windowMs: 5 * 60_000, keys: 20_000 };

export interface AuthParts {
  auth: Auth;
  accounts: Accounts;
  changes: AccessChanges;
}

const passwordLimited = { rateLimit: { max: signInsPerMinute, timeWindow: "1 minute", allowList: [] } };

/** Signing in and out, and what people change about themselves. */
export const authRoutes: FastifyPluginAsyncTypebox<AuthParts> = async (app, { auth, accounts, changes }) => {
  const limit = new FailureLimit(wrongPasswords);
  const limitKey = (request: FastifyRequest, email: string) => `${request.ip} ${email}`;

  app.get(
    "/api/session",
    {
      config: { allow: "anybody" },
      schema: { summary: "Who is signed in", tags: ["accounts"], response: answers(200, SessionSchema) },
    },
    async (request, reply) => {
      const { headers, response } = await auth.api.getSession({
        headers: cookieOf(request),
        returnHeaders: true,
      });
      passCookies(headers, reply);
      const person = response ? personFromRow(response.user) : null;
      return {
        person: person?.active ? person : null,
        signUpOpen: accounts.signUpOpen(),
        firstAccount: accounts.firstAccount(),
      };
    },
  );

  app.post(
    "/api/auth/sign-in/email",
    {
      config: { allow: "anybody", ...passwordLimited },
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
      const key = limitKey(request, email);
      const waitSeconds = limit.begin(key);
      if (waitSeconds !== null) return tooManyPasswords(reply, waitSeconds);
      try {
        const { headers, response } = await auth.api.signInEmail({
          body: { email, password, rememberMe },
          headers: new Headers(),
          returnHeaders: true,
        });
        limit.succeeded(key);
        await accounts.renewHash(response.user.id, password);
        passCookies(headers, reply);
        return { user: personFromRow(response.user) };
      } catch (error) {
        if (!isAPIError(error) || error.statusCode >= 500) {
          limit.takeBack(key);
          throw error;
        }
        if (error.body?.code === deactivatedCode)
          return refuse(reply, "forbidden", "This account was deactivated. Ask an admin of your newsroom.");
        return refuse(reply, "not-signed-in", "The e-mail address or the password is wrong.");
      }
    },
  );

  app.post(
    "/api/auth/sign-up/email",
    {
      config: { allow: "anybody", ...passwordLimited },
      schema: {
        summary: "Create the first account, or with OPEN_SIGNUP=1 any, and sign in",
        tags: ["accounts"],
        body: SignUpSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => answerNewPerson(reply, auth, request.body, await accounts.signUp(request.body)),
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
      if (request.visitor) changes.emit({ sessionId: request.visitor.sessionId });
      return { success: true };
    },
  );

  app.post(
    "/api/auth/change-password",
    {
      config: { allow: "signed-in", ...passwordLimited },
      schema: {
        summary: "Change the own password and end the other sessions",
        tags: ["accounts"],
        body: ChangePasswordSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const { person, sessionId } = visitorOf(request);
      const key = limitKey(request, person.email);
      const waitSeconds = limit.begin(key);
      if (waitSeconds !== null) return tooManyPasswords(reply, waitSeconds);
      const { currentPassword, newPassword } = request.body;
      try {
        await auth.api.changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions: false },
          headers: cookieOf(request),
        });
      } catch (error) {
        if (!isAPIError(error) || error.statusCode >= 500) {
          limit.takeBack(key);
          throw error;
        }
        return refuse(reply, "forbidden", "The current password is wrong.");
      }
      limit.succeeded(key);
      accounts.endOtherSessions(person.id, sessionId);
      return { user: person };
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
      const user = accounts.changeName(visitorOf(request).person.id, request.body.name);
      return user ? { user } : refuse(reply, "bad-request", "A name needs at least one character.");
    },
  );
};

function tooManyPasswords(reply: FastifyReply, waitSeconds: number): FastifyReply {
  reply.header("retry-after", String(waitSeconds));
  const minutes = Math.ceil(waitSeconds / 60);
  return refuse(
    reply,
    "too-many-requests",
    `Too many wrong passwords for this account from here. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
  );
}
