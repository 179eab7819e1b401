import * as Y from "yjs";

type DeleteSet = Parameters<typeof Y.isDeleted>[0];

/** When an operation was done: what its writer's document held right after it. */
export interface Moment {
  /** Rises with time. */
  readonly order: number;
  readonly client: number;
  readonly clock: number;
  /** By client. */
  readonly seen: ReadonlyMap<number, number>;
  /** Operations before it that took something out which was still there for its writer. */
  readonly unseen: ReadonlySet<Moment>;
}

/** Before the article was opened. */
export const beginning: Moment = { order: -1, client: -1, clock: 0, seen: new Map(), unseen: new Set() };

/**
 * The operations of a run in the order of time, and who knew of which. State vectors alone do not tell: what only takes
 * something out, as many an undo does, moves no clock.
 */
export class Moments {
  readonly #removing: { at: Moment; removed: readonly DeleteSet[] }[] = [];
  readonly #known = new WeakMap<Y.Doc, Set<Moment>>();
  #order = 0;

  /** The moment of an operation that was just done in that document and `removed` so much of it. */
  next(doc: Y.Doc, removed: readonly DeleteSet[]): Moment {
    const known = this.#known.get(doc) ?? new Set();
    this.#known.set(doc, known);
    const unseen = new Set<Moment>();
    for (const earlier of this.#removing) {
      if (known.has(earlier.at)) continue;
      if (earlier.removed.every((each) => isGone(doc, each))) known.add(earlier.at);
      else unseen.add(earlier.at);
    }
    const seen = Y.decodeStateVector(Y.encodeStateVector(doc));
    const { clientID: client } = doc;
    const at: Moment = { order: this.#order++, client, clock: seen.get(client) ?? 0, seen, unseen };
    if (removed.some(({ clients }) => clients.size > 0)) this.#removing.push({ at, removed });
    known.add(at);
    return at;
  }
}

function isGone(doc: Y.Doc, { clients }: DeleteSet): boolean {
  for (const [client, ranges] of clients)
    for (const { clock, len } of ranges) {
      const structs = doc.store.clients.get(client);
      if (!structs || clock + len > Y.getState(doc.store, client)) return false;
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i] as Y.Item | Y.GC;
        if (struct.id.clock >= clock + len) break;
        if (!struct.deleted) return false;
      }
    }
  return true;
}

export const knowsOf = (moment: Moment, other: Moment): boolean =>
  other.order <= moment.order &&
  (moment.seen.get(other.client) ?? -1) >= other.clock &&
  !moment.unseen.has(other);

export const areConcurrent = (a: Moment, b: Moment): boolean => !knowsOf(a, b) && !knowsOf(b, a);
