import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { ChangePersonSchema, PeopleSchema, PersonSchema } from "../../src/domain/protocol/api.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { answers } from "./schemas.ts";

/** The people of the newsroom, for admins. */
export const peopleRoutes: FastifyPluginAsyncTypebox<{ accounts: Accounts }> = async (app, { accounts }) => {
  app.get(
    "/api/people",
    {
      config: { allow: "people:list" },
      schema: {
        summary: "Everybody with an account",
        tags: ["people"],
        response: answers(200, PeopleSchema),
      },
    },
    async () => ({ people: await accounts.people() }),
  );

  app.patch(
    "/api/people/:id",
    {
      config: { allow: "people:change" },
      schema: {
        summary: "Change a person's role, deactivate or reactivate",
        tags: ["people"],
        params: Type.Object({ id: Type.String() }),
        body: ChangePersonSchema,
        response: answers(200, PersonSchema),
      },
    },
    async (request, reply) => {
      const { role, active } = request.body;
      const change = { ...(role === undefined ? {} : { role }), ...(active === undefined ? {} : { active }) };
      const outcome = accounts.changePerson(request.params.id, change, visitorOf(request).person.id);
      if (outcome.code === "not-allowed") return refuse(reply, "forbidden", "Your role does not allow this.");
      if (outcome.code === "not-found") return refuse(reply, "not-found", "There is no such person.");
      if (outcome.code === "last-admin")
        return refuse(
          reply,
          "conflict",
          "The newsroom needs one active admin. Make somebody else admin first.",
        );
      return outcome.person;
    },
  );
};
