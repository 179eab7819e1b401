import type { ClientReservation } from "../storage/articleLog.ts";

interface Reserved {
  articleId: string;
  clientId: number;
  /** When it was kept. Milliseconds since the epoch. */
  at: number;
}

export interface ReservationsParts {
  maxOfPerson: number;
  /** Milliseconds since the epoch. */
  epoch(): number;
  /** Stores it: a tab told it for the first time, or again after a day. */
  keep(reserved: { articleId: string; clientId: number; personId: string }): void;
}

/** What is told again is kept as told now, once in so long. Milliseconds. */
const keepAgainMs = 24 * 3600 * 1000;

/**
 * Client ids that tabs of people who may write have told to be theirs, and under which nothing is stored yet: also while
 * such a tab is offline and its article is in nobody's memory. Nobody else gets one, and nobody can crowd out another's:
 * each person has so many, and beyond that the ones they told longest ago are free again. Stored with the article, and
 * here again once it is loaded: after a restart an id that presence told everybody is nobody else's.
 */
export class Reservations {
  readonly #owners = new Map<string, Map<number, string>>();
  /** Of each person, the one told last at the end. */
  readonly #ofPerson = new Map<string, Map<string, Reserved>>();
  readonly #parts: ReservationsParts;

  constructor(parts: ReservationsParts) {
    this.#parts = parts;
  }

  owner(articleId: string, clientId: number): string | undefined {
    return this.#owners.get(articleId)?.get(clientId);
  }

  /** False when it is somebody else's. */
  reserve(articleId: string, clientId: number, personId: string): boolean {
    const { maxOfPerson, epoch, keep } = this.#parts;
    const owner = this.owner(articleId, clientId);
    if (owner !== undefined && owner !== personId) return false;
    const own = of(this.#ofPerson, personId);
    const key = keyOf(articleId, clientId);
    const known = own.get(key);
    const now = epoch();
    const isKept = known !== undefined && now - known.at < keepAgainMs;
    own.delete(key);
    own.set(key, { articleId, clientId, at: isKept ? known.at : now });
    of(this.#owners, articleId).set(clientId, personId);
    if (!isKept) keep({ articleId, clientId, personId });
    const [oldest] = own.values();
    if (own.size > maxOfPerson && oldest) this.release(oldest.articleId, oldest.clientId);
    return true;
  }

  /** As stored. Those that were told since the start stay, and crowd these out. */
  restore(articleId: string, stored: readonly ClientReservation[]): void {
    for (const { clientId, personId, at } of stored) {
      const own = of(this.#ofPerson, personId);
      if (this.owner(articleId, clientId) !== undefined || own.size >= this.#parts.maxOfPerson) continue;
      own.set(keyOf(articleId, clientId), { articleId, clientId, at });
      of(this.#owners, articleId).set(clientId, personId);
    }
  }

  /** There is no such article any more. */
  forget(articleId: string): void {
    for (const clientId of this.#owners.get(articleId)?.keys() ?? []) this.release(articleId, clientId);
  }

  /** It is free, or bound to its writer for good. */
  release(articleId: string, clientId: number): void {
    const owner = this.owner(articleId, clientId);
    if (owner === undefined) return;
    remove(this.#owners, articleId, clientId);
    remove(this.#ofPerson, owner, keyOf(articleId, clientId));
  }
}

const keyOf = (articleId: string, clientId: number): string => `${clientId} ${articleId}`;

function of<Key, Inner, Value>(maps: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<Inner, Value>();
  maps.set(key, made);
  return made;
}

function remove<Key, Inner, Value>(maps: Map<Key, Map<Inner, Value>>, key: Key, inner: Inner): void {
  const known = maps.get(key);
  known?.delete(inner);
  if (known?.size === 0) maps.delete(key);
}
