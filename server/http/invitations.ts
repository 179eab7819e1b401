import type { IncomingHttpHeaders } from "node:http";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { cleanLine } from "../../src/domain/accounts/visibleText.ts";
import {
  AcceptInvitationSchema,
  InvitationLinkSchema,
  InvitationSchema,
  NewInvitationSchema,
  OpenInvitationsSchema,
  SignedInSchema,
} from "../../src/domain/protocol/api.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { enterNewPerson, type NewPersonParts, refuseNewPerson } from "./newPerson.ts";
import { answers } from "./schemas.ts";

export interface InvitationParts extends NewPersonParts {
  accounts: Accounts;
  /** The origin that a link names; by the request's headers. */
  originFor(headers: IncomingHttpHeaders): string;
}

const TokenSchema = Type.Object({ token: Type.String() });

/** One-time links by which people come. */
export const invitationRoutes: FastifyPluginAsyncTypebox<InvitationParts> = async (app, parts) => {
  const { accounts, originFor } = parts;
  app.post(
    "/api/invitations",
    {
      config: { allow: "people:invite" },
      schema: {
        summary: "Make a one-time link",
        tags: ["people"],
        body: NewInvitationSchema,
        response: answers(201, InvitationLinkSchema),
      },
    },
    async (request, reply) => {
      const { role, note = "" } = request.body;
      const made = accounts.invitations.make(role, visitorOf(request).person.id, cleanLine(note));
      if (!made) return refuse(reply, "forbidden", "Your role does not allow this.");
      const { token, expiresAt } = made;
      return reply.code(201).send({
        url: `${originFor(request.headers)}/invitation/${token}`,
        role,
        expiresAt: new Date(expiresAt).toISOString(),
      });
    },
  );

  app.get(
    "/api/invitations",
    {
      config: { allow: "people:invite" },
      schema: {
        summary: "Links that can still be used",
        tags: ["people"],
        response: answers(200, OpenInvitationsSchema),
      },
    },
    async () => ({ invitations: accounts.invitations.list() }),
  );

  app.delete(
    "/api/invitations/:id",
    {
      config: { allow: "people:invite" },
      schema: {
        summary: "Withdraw a link",
        tags: ["people"],
        params: Type.Object({ id: Type.String() }),
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) =>
      accounts.invitations.withdraw(request.params.id)
        ? reply.code(204).send(null)
        : refuse(reply, "not-found", "This invitation was used already, withdrawn, or it has expired."),
  );

  app.get(
    "/api/invitations/:token",
    {
      config: { allow: "anybody" },
      schema: {
        summary: "What a link is for",
        tags: ["people"],
        params: TokenSchema,
        response: answers(200, InvitationSchema),
      },
    },
    async (request, reply) =>
      accounts.invitations.read(request.params.token) ?? refuseNewPerson(reply, "invitation-used"),
  );

  app.post(
    "/api/invitations/:token",
    {
      config: { allow: "anybody", uncounted: true },
      schema: {
        summary: "Accept: creates the account and signs in",
        tags: ["people"],
        params: TokenSchema,
        body: AcceptInvitationSchema,
        response: answers(200, SignedInSchema),
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      if (!accounts.invitations.read(token)) return refuseNewPerson(reply, "invitation-used");
      return enterNewPerson(parts, request, reply, request.body, () =>
        accounts.acceptInvitation(token, request.body),
      );
    },
  );
};
