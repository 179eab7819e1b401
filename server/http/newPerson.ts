import type { FastifyReply, FastifyRequest } from "fastify";
import { nameMaxLength } from "../../src/domain/accounts/visibleText.ts";
import type { Person } from "../../src/domain/protocol/api.ts";
import type { Accounts, NewPersonOutcome } from "../accounts/accounts.ts";
import type { Auth } from "../accounts/auth.ts";
import type { DeviceCookies } from "../accounts/passwords/DeviceCookies.ts";
import type { PasswordGate } from "../accounts/passwords/PasswordGate.ts";
import { passwordProblemWords } from "../accounts/passwords/passwordProblemWords.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { browserOf, passCookies } from "./cookies.ts";
import { refuse } from "./errors.ts";
import { passGate } from "./guard/passwordGate.ts";

export interface NewPersonParts {
  auth: Auth;
  gate: PasswordGate;
  devices: DeviceCookies;
  accounts: Pick<Accounts, "passwords">;
  sessions: Pick<Sessions, "end">;
}

type NewPersonRefusal = Exclude<NewPersonOutcome["code"], "ok">;

export const nameRefusals = {
  "bad-request": `A name needs at least one character that shows, and has at most ${nameMaxLength}.`,
  "name-taken": "Somebody here has this name, or one that looks the same. Add an initial, or your place.",
} as const;

const refusals = {
  ...nameRefusals,
  "email-invalid": "Enter an e-mail address such as name@example.org.",
  conflict: "There is an account with this e-mail address already.",
  "sign-up-closed": "Sign-up is closed. Ask an admin of your newsroom for an invitation.",
  "invitation-used": "This invitation was used already, or it has expired. Ask for a new one.",
  ...passwordProblemWords,
} as const satisfies Record<NewPersonRefusal, string>;

export const refuseNewPerson = (reply: FastifyReply, code: NewPersonRefusal): FastifyReply =>
  refuse(reply, code === "email-invalid" ? "bad-request" : code, refusals[code]);

/**
 * Creates a person behind the gate and signs them in, or says why there is none. Whose address or name is taken counts as
 * a wrong password: one learns from it who has an account.
 */
export function enterNewPerson(
  parts: NewPersonParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { password }: { password: string },
  create: () => Promise<NewPersonOutcome>,
): Promise<{ user: Person } | FastifyReply> {
  return passGate<{ user: Person }>(parts.gate, request, reply, { door: "new-person" }, async () => {
    const outcome = await create();
    if (outcome.code !== "ok") {
      const { code } = outcome;
      const tells = code === "conflict" || code === "name-taken";
      return { guess: tells ? "wrong" : "none", value: () => refuseNewPerson(reply, code) };
    }
    return { guess: "right", value: await signIn(parts, request, reply, outcome.person, password) };
  });
}

/** Signs somebody in who set the password a moment ago. What it resolves with makes the answer. */
export async function signIn(
  { auth, devices, sessions, accounts }: NewPersonParts,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  password: string,
): Promise<() => { user: Person }> {
  const { email } = person;
  const { headers } = await auth.api.signInEmail({
    body: { email, password },
    headers: browserOf(request),
    returnHeaders: true,
  });
  const known = { email, passwordVersion: accounts.passwords.version(email) };
  return () => {
    // The cookie of the session that this browser had before is written over: nobody could use or end it.
    if (request.visitor) sessions.end(request.visitor.person.id, request.visitor.sessionId);
    passCookies(headers, reply);
    reply.header("set-cookie", devices.setCookie(known, null));
    return { user: person };
  };
}
