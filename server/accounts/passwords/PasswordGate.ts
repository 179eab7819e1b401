import { FairQueue, type QueueLimits } from "../../FairQueue.ts";
import { networksOf } from "../../http/guard/addressGroup.ts";
import { type BucketLimits, TokenBuckets } from "../../TokenBuckets.ts";
import { FailureLimit, type FailureLimits } from "./FailureLimit.ts";

const minuteMs = 60_000;

export interface GateLimits {
  /** Of each of the two queues. */
  queue: QueueLimits;
  tries: BucketLimits;
  wrong: { here: FailureLimits; address: FailureLimits; account: FailureLimits };
}

/**
 * A hundred people behind one address come at nine in the morning, all at once if they like. Guessing is slow:
 * `here` is one account from one address, device or session; `address` is any account from one address; `account` is one
 * account from all addresses (OWASP ASVS 4.0, 2.2.1: no more than 100 an hour).
 */
export const gateLimits: GateLimits = {
  queue: { waiting: 256, waitingOfOne: 128, waitMs: 20_000 },
  tries: { burst: 300, perSecond: 5, keys: 20_000 },
  wrong: {
    here: { max: 10, windowMs: 5 * minuteMs, keys: 20_000 },
    address: { max: 60, windowMs: 15 * minuteMs, keys: 20_000 },
    account: { max: 100, windowMs: 60 * minuteMs, keys: 20_000 },
  },
};

/**
 * Who comes with a password, and by which door. Addresses are those of addressGroup.ts, e-mails in normal form.
 * `passwordVersion` is another one when the account has a new password (`StoredPasswords.version`).
 */
export type Comer =
  | { door: "sign-in"; address: string; email: string; passwordVersion: string; device: string | null }
  | { door: "new-person"; address: string }
  | { door: "change-password"; address: string; sessionId: string; email: string };

/**
 * `wrong-passwords`: too many failures. `too-many-tries`: too many from this address, right or wrong.
 * `busy`: too many from everywhere. In none of them was a hash begun.
 */
export interface GateRefusal {
  code: "refused";
  reason: "wrong-passwords" | "too-many-tries" | "busy";
  waitSeconds: number;
}
export type GateOutcome<Value> = { code: "done"; value: Value } | GateRefusal;

/** What a job found out. `none`: no password was tried. A right one makes up for the failures before it. */
export interface Judged<Value> {
  guess: "right" | "wrong" | "none";
  value: Value;
}

interface Counter {
  limit: FailureLimit;
  key: string;
  /** A success makes up for all failures of the key, not for one's own only. */
  forgets: boolean;
}

/**
 * The one way to whatever hashes a password: signing in, new accounts, changing the password. First the limits, then a
 * fair queue; one job runs at a time. Counts are kept by e-mail address, whether there is such an account or not, so that
 * a limit tells nothing about accounts.
 *
 * Members in a browser that is known wait in a queue of their own, an account in one line whatever its browsers; all
 * others wait in a second one, by address. The two queues take turns: strangers from however many addresses cost a
 * member one job of theirs, and members' floods cost a stranger one.
 *
 * A stranger cannot lock somebody out: failures from all over count only against devices and addresses from which that
 * account was not signed in to before, by the password it has now.
 */
export class PasswordGate {
  readonly #queues: Record<Queue, FairQueue>;
  /** Of each queue whoever is first. */
  readonly #turns: FairQueue;
  readonly #tries: TokenBuckets;
  readonly #here: FailureLimit;
  readonly #address: FailureLimit;
  readonly #account: FailureLimit;
  /** Address, account and password of successful sign-ins since the server started, the latest last. */
  #knownHere = new Set<string>();
  readonly #mostKnown: number;

  constructor(limits: GateLimits = gateLimits, now: () => number = () => performance.now()) {
    this.#queues = { members: new FairQueue(limits.queue), strangers: new FairQueue(limits.queue) };
    this.#turns = new FairQueue({ waiting: 2, waitingOfOne: 1, waitMs: limits.queue.waitMs });
    this.#tries = new TokenBuckets(limits.tries, now);
    this.#here = new FailureLimit(limits.wrong.here, now);
    this.#address = new FailureLimit(limits.wrong.address, now);
    this.#account = new FailureLimit(limits.wrong.account, now);
    this.#mostKnown = limits.wrong.here.keys;
  }

  /** Runs the job when it is the comer's turn. One that throws counts as neither right nor wrong. */
  async pass<Value>(
    comer: Comer,
    job: () => Promise<Judged<Value>>,
    signal?: AbortSignal,
  ): Promise<GateOutcome<Value>> {
    const counters = this.#counters(comer);
    const waitSeconds = longestWait(counters);
    if (waitSeconds > 0) return { code: "refused", reason: "wrong-passwords", waitSeconds };
    const { queue, line, tries } = placeInQueue(comer);
    const triesWait = this.#tries.take(tries);
    if (triesWait > 0) return { code: "refused", reason: "too-many-tries", waitSeconds: triesWait };
    const first = await this.#queues[queue].run(
      line,
      () => this.#turns.run(queue, () => this.#judge(comer, counters, job), signal),
      signal,
    );
    const turn = first.code === "done" ? first.value : first;
    if (turn.code === "done") return turn.value;
    return { code: "refused", reason: turn.code === "crowded" ? "too-many-tries" : "busy", waitSeconds: 5 };
  }

  async #judge<Value>(
    comer: Comer,
    counters: readonly Counter[],
    job: () => Promise<Judged<Value>>,
  ): Promise<GateOutcome<Value>> {
    // Those before it in the queue may have used up what was left.
    const waitSeconds = longestWait(counters);
    if (waitSeconds > 0) return { code: "refused", reason: "wrong-passwords", waitSeconds };
    for (const { limit, key } of counters) limit.count(key);
    let guess: Judged<Value>["guess"] = "none";
    try {
      const judged = await job();
      ({ guess } = judged);
      if (guess === "right") this.#remember(comer, counters);
      return { code: "done", value: judged.value };
    } finally {
      if (guess !== "wrong") for (const { limit, key } of counters) limit.takeBack(key);
    }
  }

  #remember(comer: Comer, counters: readonly Counter[]): void {
    let typos = -1; // The attempt itself is taken back with all others that were not wrong.
    for (const { limit, key, forgets } of counters) if (forgets) typos += limit.forget(key);
    // They were the owner's: a hundred people who mistype in the morning do not use up what their address may.
    if (typos > 0) for (const { limit, key, forgets } of counters) if (!forgets) limit.takeBack(key, typos);
    if (comer.door !== "sign-in") return;
    const here = knownPlaceOf(comer);
    this.#knownHere.delete(here);
    this.#knownHere.add(here);
    if (this.#knownHere.size > this.#mostKnown)
      this.#knownHere.delete(this.#knownHere.values().next().value as string);
  }

  #counters(comer: Comer): Counter[] {
    const here = (key: string): Counter => ({ limit: this.#here, key, forgets: true });
    const anyAccount = { limit: this.#address, key: comer.address, forgets: false };
    switch (comer.door) {
      case "new-person":
        return [anyAccount];
      case "change-password":
        return [here(`session ${comer.sessionId}`)];
      case "sign-in": {
        if (comer.device !== null) return [here(`device ${comer.device} ${comer.email}`)];
        const counters = [here(placeOf(comer)), anyAccount];
        if (!this.#knownHere.has(knownPlaceOf(comer)))
          counters.push({ limit: this.#account, key: comer.email, forgets: false });
        return counters;
      }
    }
  }
}

type Queue = "members" | "strangers";

/**
 * Who waits together in which queue, and whose tries are counted together. The browsers of one account are one: whoever
 * has a password can make any number of them.
 */
function placeInQueue(comer: Comer): { queue: Queue; line: string; tries: string } {
  if (comer.door === "change-password" || (comer.door === "sign-in" && comer.device !== null)) {
    const account = `account ${comer.email}`;
    return { queue: "members", line: account, tries: account };
  }
  // The largest network that may be one customer's.
  const [line = comer.address] = networksOf(comer.address);
  return { queue: "strangers", line, tries: comer.address };
}

const placeOf = ({ address, email }: { address: string; email: string }): string =>
  `address ${address} ${email}`;

const knownPlaceOf = (comer: Extract<Comer, { door: "sign-in" }>): string =>
  `${placeOf(comer)} ${comer.passwordVersion}`;

const longestWait = (counters: readonly Counter[]): number =>
  Math.max(...counters.map(({ limit, key }) => limit.waitSeconds(key)));
