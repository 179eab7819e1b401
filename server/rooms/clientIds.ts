import type { ClientWriter } from "../storage/articleLog.ts";
import type { Reservations } from "./reservations.ts";
import type { ClockRange } from "./updateScan.ts";

export type FrameKind = "step2" | "update";

/** The ids of new content, sorted by what may happen to them. */
export interface Ownership {
  /** Somebody else's. */
  foreign: number[];
  /** From now on the sender's; to be committed before their words go anywhere. */
  claims: number[];
  /** Their writer stays unknown. */
  relays: number[];
}

/** Ids of one person's tabs that are somebody else's, as many as are remembered. */
const mostDisputed = 500;

/**
 * Who writes under which Yjs client id in one article (P4). An id belongs to the first person it is bound to. A
 * sender's update binds an id nobody has; a step 2 binds only the id of its own tab, because it may carry words of
 * others. Words of other unbound ids are relayed, and never become the relayer's. An id that a tab of somebody who may
 * write has told to be its own is reserved for them until it is bound.
 *
 * What is known already is not news, so that a resend and a relay are acked. It is another's all the same where the
 * sender says that it is their own: an update holds nothing else, and a step 2 does under an id that a tab of theirs has
 * told to be its own. What is stored under it are then other words than theirs.
 */
export class ClientIds {
  readonly #bound = new Map<number, string>();
  readonly #relayers = new Map<number, Set<string>>();
  readonly #articleId: string;
  readonly #reserved: Reservations;
  /** Of each person, ids that their tabs told to be their own and that are somebody else's. */
  readonly #disputed = new Map<string, Set<number>>();

  constructor(articleId: string, writers: readonly ClientWriter[], reserved: Reservations) {
    this.#articleId = articleId;
    this.#reserved = reserved;
    for (const { clientId, personId, relayedBy } of writers) {
      if (personId !== null) this.#bound.set(clientId, personId);
      else if (relayedBy !== null) this.#relayers.set(clientId, new Set([relayedBy]));
    }
  }

  /** The tab of that person says that the id is its own. False when it is somebody else's. */
  reserve(clientId: number, personId: string): boolean {
    const owner = this.#bound.get(clientId);
    const isOwn =
      owner === undefined ? this.#reserved.reserve(this.#articleId, clientId, personId) : owner === personId;
    if (!isOwn) this.#dispute(clientId, personId);
    return isOwn;
  }

  #dispute(clientId: number, personId: string): void {
    const disputed = this.#disputed.get(personId) ?? new Set();
    this.#disputed.set(personId, disputed.add(clientId));
    const [oldest] = disputed;
    if (disputed.size > mostDisputed && oldest !== undefined) disputed.delete(oldest);
  }

  /** It is bound to somebody else, or reserved for them. */
  isForeign(clientId: number, personId: string): boolean {
    const owner = this.#bound.get(clientId) ?? this.#reserved.owner(this.#articleId, clientId);
    return owner !== undefined && owner !== personId;
  }

  /** `news`: those of the ranges that the document does not have in full, in the same order. */
  examine(
    kind: FrameKind,
    personId: string,
    brings: readonly ClockRange[],
    news: readonly ClockRange[],
  ): Ownership {
    const found: Ownership = { foreign: [], claims: [], relays: [] };
    let last: number | null = null;
    let nextNews = 0;
    for (const range of brings) {
      const { client } = range;
      const isNews = range === news[nextNews];
      if (isNews) nextNews++;
      else if (kind === "step2" && !this.#disputed.get(personId)?.has(client)) continue;
      if (client === last) continue;
      const standing = this.#standing(kind, personId, client);
      if (standing === "own" || (!isNews && standing !== "foreign")) continue;
      last = client;
      found[standing].push(client);
    }
    return found;
  }

  #standing(kind: FrameKind, personId: string, client: number): keyof Ownership | "own" {
    const owner = this.#bound.get(client);
    if (owner !== undefined) return owner === personId ? "own" : "foreign";
    const reservedFor = this.#reserved.owner(this.#articleId, client);
    if (reservedFor === personId) return "claims";
    if (reservedFor !== undefined) return "foreign";
    return kind === "step2" || this.#relayers.get(client)?.has(personId) ? "relays" : "claims";
  }

  /** The person writes under it, or brought words of it whose writer is unknown. */
  isOf(personId: string, clientId: number): boolean {
    const owner = this.#bound.get(clientId);
    if (owner !== undefined) return owner === personId;
    return this.#relayers.get(clientId)?.has(personId) ?? false;
  }

  /** Somebody has relayed words of it, and nobody claimed it since. */
  relayed(clientId: number): boolean {
    return this.#relayers.has(clientId);
  }

  /** As stored. */
  writers(): ClientWriter[] {
    return [
      ...[...this.#bound].map(([clientId, personId]) => ({ clientId, personId, relayedBy: null })),
      ...[...this.#relayers].map(([clientId, relayers]) => ({
        clientId,
        personId: null,
        relayedBy: [...relayers][0] ?? null,
      })),
    ];
  }

  /** Call it once the binding is committed. */
  bind(clientId: number, personId: string): void {
    this.#bound.set(clientId, personId);
    this.#relayers.delete(clientId);
    this.#reserved.release(this.#articleId, clientId);
  }

  /** True when that was not known yet. */
  relay(clientId: number, personId: string): boolean {
    const known = this.#relayers.get(clientId);
    if (known) known.add(personId);
    else this.#relayers.set(clientId, new Set([personId]));
    return !known;
  }
}
