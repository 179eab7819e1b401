import "../../src/domain/article/yjsCosts.ts";
import * as Y from "yjs";
import type { Limits } from "./limits.ts";
import type { ClockRange, UpdateScan } from "./updateScan.ts";

/** With fewer deletions nobody counts what they move. */
const fewDeletions = 256;

/** Of types in each other: an article has two, and Yjs deletes them by recursion. */
const deepest = 16;

/** Applying it would cost too much. A part of it may have been applied. */
export class CostlyUpdate extends Error {}

type MergeLimits = Pick<Limits, "passedItems" | "passedInArticle" | "passedAnyway" | "movedPieces">;

/**
 * Applies an update of somebody who may mean harm, inside the caller's transaction. There are some that cost far more
 * than their size tells: a few hundred kilobytes keep Yjs busy for minutes, here and at everybody who ever opens the
 * article. Throws `CostlyUpdate`.
 */
export function applyBounded(
  doc: Y.Doc,
  update: Uint8Array,
  { scan, limits, origin = null }: { scan: UpdateScan; limits: MergeLimits; origin?: unknown },
): void {
  const { deletes, deletesAt, structs } = scan;
  searchingWithin(doc, structs, limits, () => {
    if (deletes.length < Math.min(fewDeletions, limits.movedPieces)) {
      Y.applyUpdate(doc, update, origin);
      return;
    }
    Y.applyUpdate(doc, Buffer.concat([update.subarray(0, deletesAt), Uint8Array.of(0)]), origin);
    if (piecesMoved(doc, deletes) > limits.movedPieces)
      throw new CostlyUpdate("It cuts too much into pieces");
    Y.applyUpdate(doc, Buffer.concat([Uint8Array.of(0), update.subarray(deletesAt)]), origin);
  });
}

/** Each deletion in the midst of a text cuts it, and what lies behind in its writer's list of pieces is moved. */
function piecesMoved(doc: Y.Doc, deletes: readonly ClockRange[]): number {
  let moved = 0;
  for (const { client, from, to } of deletes) {
    const structs = doc.store.clients.get(client);
    if (!structs || from >= Y.getState(doc.store, client)) continue;
    const first = Y.findIndexSS(structs, from);
    let at = first;
    const reached = (): boolean => at < structs.length && (structs[at]?.id.clock ?? to) < to;
    while (reached() && structs[at]?.deleted) at++;
    if (reached()) moved += structs.length - first;
  }
  return moved;
}

/**
 * Where two people wrote at the same place at the same time, Yjs looks for a new item's place among those already there.
 */
interface Search {
  /** Items passed since the document was made. */
  steps: number;
  mayReach: number;
  /** Pieces that may still be moved by new ones that cut others in two. */
  mayMove: number;
}

const searches = new WeakMap<Y.Doc, Search>();
const unbounded = { mayReach: Number.POSITIVE_INFINITY, mayMove: Number.POSITIVE_INFINITY };
const searchOf = (doc: Y.Doc): Search => searches.get(doc) ?? { steps: 0, ...unbounded };

function searchingWithin(
  doc: Y.Doc,
  pieces: number,
  { passedItems, passedInArticle, passedAnyway, movedPieces }: MergeLimits,
  merge: () => void,
): void {
  const search = searchOf(doc);
  searches.set(doc, search);
  const left = Math.max(passedAnyway, passedInArticle - search.steps);
  // What was written in one go passes one item for each piece of it, where somebody else wrote right behind.
  search.mayReach = search.steps + pieces + Math.min(passedItems, left);
  search.mayMove = movedPieces;
  try {
    merge();
  } finally {
    Object.assign(search, unbounded);
  }
}

/** A new piece in the midst of others cuts one, as a deletion does. */
const { getMissing } = Y.Item.prototype;
Y.Item.prototype.getMissing = function (this: Y.Item, transaction: Y.Transaction, store): number | null {
  const { _mergeStructs: cut, doc } = transaction;
  const before = cut.length;
  const missing = getMissing.call(this, transaction, store);
  for (let at = before; at < cut.length; at++) countMoved(cut[at] as Y.Item, doc);
  return missing;
};

function countMoved({ id }: Y.Item, doc: Y.Doc): void {
  const search = searchOf(doc);
  const structs = doc.store.clients.get(id.client) ?? [];
  search.mayMove -= structs.length - Y.findIndexSS(structs, id.clock);
  if (search.mayMove < 0) throw new CostlyUpdate("It cuts too much into pieces");
}

const { integrate } = Y.Item.prototype;
Y.Item.prototype.integrate = function (this: Y.Item, transaction: Y.Transaction, offset: number): void {
  if (this.content instanceof Y.ContentType) countDepth(this, transaction.doc);
  const first = offset === 0 ? firstPassed(this) : null;
  if (first) countPassed(this, first, transaction.doc);
  integrate.call(this, transaction, offset);
};

function countDepth({ parent }: Y.Item, doc: Y.Doc): void {
  let at: unknown = parent;
  for (let depth = 1; at instanceof Y.AbstractType && at._item; depth++) {
    if (depth > deepest && searchOf(doc).mayReach < Number.POSITIVE_INFINITY)
      throw new CostlyUpdate("It nests too deeply");
    at = at._item.parent;
  }
}

/** Null where Yjs need not search. */
function firstPassed({ left, right, parent, parentSub }: Y.Item): Y.Item | null {
  if (left) return left.right === right ? null : left.right;
  if (!(parent instanceof Y.AbstractType) || (right && right.left === null)) return null;
  return parentSub === null ? parent._start : (parent._map.get(parentSub) ?? null);
}

/** Goes the way that Yjs will go. */
function countPassed(item: Y.Item, first: Y.Item, doc: Y.Doc): void {
  const search = searchOf(doc);
  searches.set(doc, search);
  const step = (): void => {
    if (++search.steps > search.mayReach) throw new CostlyUpdate("It searches too far");
  };
  let at: Y.Item | null = first;
  if (!item.left && item.parentSub !== null) for (; at.left !== null; at = at.left) step();
  const passed = new Set<Y.Item>();
  for (; at !== null && at !== item.right; at = at.right) {
    step();
    passed.add(at);
    if (Y.compareIDs(item.origin, at.origin)) {
      if (at.id.client >= item.id.client && Y.compareIDs(item.rightOrigin, at.rightOrigin)) return;
    } else if (at.origin === null || !passed.has(Y.getItem(doc.store, at.origin))) return;
  }
}
