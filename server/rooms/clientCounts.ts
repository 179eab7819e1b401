import type { ClientWriter } from "../storage/articleLog.ts";
import type { Limits } from "./limits.ts";

const minuteMs = 60_000;

/**
 * How many client ids an article has, and who brought them. Yjs walks through all of them at each change, here and in
 * every page that has the article open, and none ever goes.
 */
export class ClientCounts {
  readonly #limits: Pick<Limits, "articleClients" | "personClients" | "newClientsAMinute">;
  readonly #now: () => number;
  readonly #known: Set<number>;
  readonly #ofPerson = new Map<string, number>();
  /** Of each person, those since then. */
  readonly #recent = new Map<string, { since: number; count: number }>();

  constructor(
    writers: readonly ClientWriter[],
    limits: Pick<Limits, "articleClients" | "personClients" | "newClientsAMinute">,
    /** Milliseconds of a clock that never jumps. */
    now: () => number,
  ) {
    this.#limits = limits;
    this.#now = now;
    this.#known = new Set(writers.map(({ clientId }) => clientId));
    for (const { personId, relayedBy } of writers) this.#add(personId ?? relayedBy ?? "");
  }

  /** Why the person may not bring these ids; null where they may. */
  refusal(personId: string, clientIds: readonly number[]): "article-full" | "too-fast" | null {
    let count = 0;
    for (const clientId of clientIds) if (!this.#known.has(clientId)) count++;
    if (count === 0) return null;
    const { articleClients, personClients, newClientsAMinute } = this.#limits;
    if (this.#known.size + count > articleClients) return "article-full";
    if ((this.#ofPerson.get(personId) ?? 0) + count > personClients) return "article-full";
    return this.#recentOf(personId).count + count > newClientsAMinute ? "too-fast" : null;
  }

  /** The person brings the id, or it is on its way to the disk as theirs. */
  add(personId: string, clientId: number): void {
    if (this.#known.has(clientId)) return;
    this.#known.add(clientId);
    this.#add(personId);
    const recent = this.#recentOf(personId);
    recent.count++;
    this.#recent.set(personId, recent);
  }

  #add(personId: string): void {
    this.#ofPerson.set(personId, (this.#ofPerson.get(personId) ?? 0) + 1);
  }

  #recentOf(personId: string): { since: number; count: number } {
    const now = this.#now();
    const recent = this.#recent.get(personId);
    return recent && now - recent.since < minuteMs ? recent : { since: now, count: 0 };
  }
}
