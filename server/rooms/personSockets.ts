import { may } from "../../src/domain/permissions/roles.ts";
import type { Person } from "../../src/domain/protocol/api.ts";
import { ByteRate } from "./ByteRate.ts";
import type { Limits } from "./limits.ts";
import { OutstandingAnswers } from "./OutstandingAnswers.ts";

/** What came of somebody, or of everybody, and waits. Zero once everything of theirs is gone. */
export interface WaitingBytes {
  /** What frames whose predecessors are missing take in memory. */
  heldBytes: number;
  /** What was received and not worked on. */
  queuedBytes: number;
  /** What came and was not parsed, or belongs to messages that are not whole yet. */
  unfinishedBytes: number;
}

/** What all sockets and changes by HTTP of one person share. */
export interface SharedByPerson extends WaitingBytes {
  /** What all of them may still send before none of them is read for a while: see ByteRate. Outlives them. */
  readonly rate: ByteRate;
  /** What may still be stored of them before no more of it is taken in for a while. Outlives them. */
  readonly stored: ByteRate;
  readonly answers: OutstandingAnswers;
  /** How many of them are in which article. */
  readonly inArticle: ReadonlyMap<string, number>;
  /** To which articles how many changes by HTTP are under way. */
  readonly handingIn: ReadonlyMap<string, number>;
}

interface Counted extends SharedByPerson {
  sockets: number;
  inArticle: Map<string, number>;
  handingIn: Map<string, number>;
}

/** All articles that are in memory for that person: some may come twice. */
export function* articlesOf({ inArticle, handingIn }: SharedByPerson): Generator<string> {
  yield* inArticle.keys();
  yield* handingIn.keys();
}

/** Whose role writes in no article. */
export const onlyReads = (role: Person["role"]): boolean => !may({ role, active: true }, "article:write");

/** How many sockets and changes by HTTP each person has, in all and in each article. Whoever only reads needs few, and gets few. */
export class PersonSockets {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #people = new Map<string, Counted>();
  /** Of everybody together. */
  #sockets = 0;

  /** `now`: milliseconds of a clock that never jumps. */
  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Null when they, or all together, have as many as they may; otherwise one more, until `close`. */
  open(person: Pick<Person, "id" | "role">, articleId: string): SharedByPerson | null {
    const counted = this.#counted(person.id);
    const { sockets, inArticle } = this.#most(person.role);
    const here = counted.inArticle.get(articleId) ?? 0;
    if (counted.sockets >= sockets || here >= inArticle || this.#sockets >= this.#limits.sockets) return null;
    this.#sockets++;
    counted.sockets++;
    counted.inArticle.set(articleId, here + 1);
    this.#people.set(person.id, counted);
    return counted;
  }

  /** A change by HTTP is under way, until `endHandIn`. */
  beginHandIn(personId: string, articleId: string): SharedByPerson {
    const counted = this.#counted(personId);
    counted.handingIn.set(articleId, (counted.handingIn.get(articleId) ?? 0) + 1);
    this.#people.set(personId, counted);
    return counted;
  }

  endHandIn(personId: string, articleId: string): void {
    const counted = this.#people.get(personId);
    if (!counted) return;
    countDown(counted.handingIn, articleId);
    this.#forgetIfGone(personId, counted);
  }

  close(personId: string, articleId: string): void {
    const counted = this.#people.get(personId);
    if (!counted) return;
    countDown(counted.inArticle, articleId);
    counted.sockets--;
    this.#sockets--;
    this.#forgetIfGone(personId, counted);
  }

  /** Milliseconds until more of them is read. */
  waitMs(personId: string): number {
    return this.#people.get(personId)?.rate.waitMs ?? 0;
  }

  /** Milliseconds until more of what they sent is taken in, for all that is stored of them. */
  storeWaitMs(personId: string): number {
    return this.#people.get(personId)?.stored.waitMs ?? 0;
  }

  /** To be called once a second: whoever is gone is forgotten once they have made up for what they sent. */
  forgetGone(): void {
    for (const [personId, counted] of this.#people) this.#forgetIfGone(personId, counted);
  }

  /** Of everybody together. */
  get waiting(): WaitingBytes {
    const sum = { heldBytes: 0, queuedBytes: 0, unfinishedBytes: 0 };
    for (const { heldBytes, queuedBytes, unfinishedBytes } of this.#people.values()) {
      sum.heldBytes += heldBytes;
      sum.queuedBytes += queuedBytes;
      sum.unfinishedBytes += unfinishedBytes;
    }
    return sum;
  }

  /** Has more than they may, now that their role is another. */
  hasTooMany(person: Pick<Person, "id" | "role">, articleId: string): boolean {
    const counted = this.#people.get(person.id);
    const { sockets, inArticle } = this.#most(person.role);
    return (counted?.sockets ?? 0) > sockets || (counted?.inArticle.get(articleId) ?? 0) > inArticle;
  }

  #counted(personId: string): Counted {
    return (
      this.#people.get(personId) ?? {
        sockets: 0,
        inArticle: new Map(),
        handingIn: new Map(),
        heldBytes: 0,
        queuedBytes: 0,
        unfinishedBytes: 0,
        rate: new ByteRate(this.#now),
        stored: new ByteRate(this.#now),
        answers: new OutstandingAnswers(),
      }
    );
  }

  #forgetIfGone(personId: string, { sockets, handingIn, rate, stored }: Counted): void {
    if (sockets === 0 && handingIn.size === 0 && rate.isFull && stored.isFull) this.#people.delete(personId);
  }

  #most(role: Person["role"]): { sockets: number; inArticle: number } {
    const { writerSockets, writerSocketsInArticle, readerSockets, readerSocketsInArticle } = this.#limits;
    return onlyReads(role)
      ? { sockets: readerSockets, inArticle: readerSocketsInArticle }
      : { sockets: writerSockets, inArticle: writerSocketsInArticle };
  }
}

function countDown(counts: Map<string, number>, articleId: string): void {
  const left = (counts.get(articleId) ?? 1) - 1;
  if (left > 0) counts.set(articleId, left);
  else counts.delete(articleId);
}
