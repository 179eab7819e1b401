import type { IncomingHttpHeaders } from "node:http";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply } from "fastify";
import Type from "typebox";
import {
  PasswordResetLinkSchema,
  PasswordResetSchema,
  SetPasswordSchema,
  SignedInSchema,
} from "../../src/domain/protocol/api.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { passwordProblemWords } from "../accounts/passwords/passwordProblemWords.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { passGate } from "./guard/passwordGate.ts";
import { type NewPersonParts, signIn } from "./newPerson.ts";
import { answers } from "./schemas.ts";

export interface PasswordResetParts extends NewPersonParts {
  accounts: Accounts;
  /** The origin that a link names; by the request's headers. */
  originFor(headers: IncomingHttpHeaders): string;
}

const TokenSchema = Type.Object({ token: Type.String() });

const refuseLink = (reply: FastifyReply): FastifyReply =>
  refuse(reply, "not-found", "This link was used already, or it has expired. Ask an admin for a new one.");

/** One-time links by which people set a new password without the old one. */
export const passwordResetRoutes: FastifyPluginAsyncTypebox<PasswordResetParts> = async (app, parts) => {
  const { accounts, gate, originFor } = parts;
  app.post(
    "/api/people/:id/password-reset",
    {
      config: { allow: "people:change" },
      schema: {
        summary: "Make a link by which somebody sets a new password",
        tags: ["people"],
        params: Type.Object({ id: Type.String() }),
        response: answers(201, PasswordResetLinkSchema),
      },
    },
    async (request, reply) => {
      const by = visitorOf(request).person.id;
      const made = accounts.resets.make(request.params.id, by);
      switch (made.code) {
        case "not-found":
          return refuse(reply, "not-found", "There is no such person.");
        case "deactivated":
          return refuse(reply, "conflict", "This account is deactivated. Reactivate it first.");
        case "not-allowed":
          return refuse(reply, "forbidden", "Another admin makes the link to your own new password.");
        case "ok":
          request.log.info({ person: request.params.id, by }, "a link to a new password was made");
          return reply.code(201).send({
            url: `${originFor(request.headers)}/new-password/${made.token}`,
            expiresAt: new Date(made.expiresAt).toISOString(),
          });
      }
    },
  );

  app.get(
    "/api/password-resets/:token",
    {
      config: { allow: "anybody" },
      schema: {
        summary: "Whose link it is",
        tags: ["people"],
        params: TokenSchema,
        response: answers(200, PasswordResetSchema),
      },
    },
    async (request, reply) => {
      const link = accounts.resets.read(request.params.token);
      if (!link) return refuseLink(reply);
      const { name, email, expiresAt } = link;
      return { name, email, expiresAt: new Date(expiresAt).toISOString() };
    },
  );

  app.post(
    "/api/password-resets/:token",
    {
      config: { allow: "anybody", uncounted: true },
      schema: {
        summary: "Set a new password: ends the person's sessions and signs in",
        tags: ["people"],
        params: TokenSchema,
        body: SetPasswordSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      const { password } = request.body;
      if (!accounts.resets.read(token)) return refuseLink(reply);
      return passGate(gate, request, reply, { door: "new-person" }, async () => {
        const outcome = await accounts.resetPassword(token, password);
        if (outcome.code === "link-used") return { guess: "none", value: () => refuseLink(reply) };
        if (outcome.code !== "ok") {
          const { code } = outcome;
          return { guess: "none", value: () => refuse(reply, code, passwordProblemWords[code]) };
        }
        return { guess: "right", value: await signIn(parts, request, reply, outcome.person, password) };
      });
    },
  );
};
