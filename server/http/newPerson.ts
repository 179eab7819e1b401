import type { FastifyReply } from "fastify";
import type { Person } from "../../src/domain/protocol/api.ts";
import type { NewPerson, NewPersonOutcome } from "../accounts/accounts.ts";
import type { Auth } from "../accounts/auth.ts";
import { passCookies } from "./cookies.ts";
import { refuse } from "./errors.ts";

const refusals = {
  "bad-request": "A name needs at least one character.",
  "email-invalid": "Enter an e-mail address such as name@example.org.",
  conflict: "There is an account with this e-mail address already.",
  "sign-up-closed": "Sign-up is closed. Ask an admin of your newsroom for an invitation.",
  "invitation-used": "This invitation was used already, or it has expired. Ask for a new one.",
} as const satisfies Record<Exclude<NewPersonOutcome["code"], "ok">, string>;

/** Signs the new person in, or says why there is none. */
export async function answerNewPerson(
  reply: FastifyReply,
  auth: Auth,
  { password }: NewPerson,
  outcome: NewPersonOutcome,
): Promise<{ user: Person } | FastifyReply> {
  if (outcome.code !== "ok") {
    const code = outcome.code === "email-invalid" ? "bad-request" : outcome.code;
    return refuse(reply, code, refusals[outcome.code]);
  }
  const { headers } = await auth.api.signInEmail({
    body: { email: outcome.person.email, password },
    headers: new Headers(),
    returnHeaders: true,
  });
  passCookies(headers, reply);
  return { user: outcome.person };
}
