import type { FastifyReply, FastifyRequest } from "fastify";
import type { Comer, GateRefusal, Judged, PasswordGate } from "../../accounts/passwords/PasswordGate.ts";
import { refuse } from "../errors.ts";
import { addressGroup } from "./addressGroup.ts";

type WithoutAddress<Each> = Each extends unknown ? Omit<Each, "address"> : never;

/** Runs what hashes a password behind the gate, and then `value` of what it found, which answers. */
export async function passGate<Answer>(
  gate: PasswordGate,
  request: FastifyRequest,
  reply: FastifyReply,
  comer: WithoutAddress<Comer>,
  job: () => Promise<Judged<() => Answer | FastifyReply>>,
): Promise<Answer | FastifyReply> {
  const hungUp = new AbortController();
  reply.raw.once("close", () => hungUp.abort());
  if (reply.raw.destroyed) hungUp.abort();
  const outcome = await gate.pass({ ...comer, address: addressGroup(request.ip) }, job, hungUp.signal);
  return outcome.code === "done" ? outcome.value() : answerRefusal(reply, outcome);
}

/** The same words whatever the limit that was reached and whether there is such an account. */
function answerRefusal(reply: FastifyReply, { reason, waitSeconds }: GateRefusal): FastifyReply {
  reply.header("retry-after", String(waitSeconds));
  const wait = duration(waitSeconds);
  switch (reason) {
    case "wrong-passwords":
      return refuse(reply, "too-many-requests", `Too many wrong passwords. Try again in ${wait}.`);
    case "too-many-tries":
      return refuse(
        reply,
        "too-many-requests",
        `Too many sign-ins from this address at once. Try again in ${wait}.`,
      );
    case "busy":
      return refuse(reply, "unavailable", `Too many people sign in at this moment. Try again in ${wait}.`);
  }
}

function duration(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
