/**
 * Bounds on what Yjs does by itself after a transaction, wherever an article is in memory: in the page, the server and
 * its threads. Some updates of a few bytes would keep it busy for minutes (docs/decisions/2026-11-26-costly-updates.md).
 */
import * as Y from "yjs";

/**
 * Pieces that merging others moves, after one transaction: 30 ms. People's changes come to some thousands, opening a
 * long article to some millions.
 */
const mostMoved = 20_000_000;

/**
 * Yjs's own formatting has no place in an article: marks stand in a map (marks.ts). What somebody stored of it stays as
 * it is, unread: Yjs would tidy it up after each change, and copies all formats for each piece.
 */
const { _callObserver } = Y.Text.prototype;
Y.Text.prototype._callObserver = function (this: Y.Text, transaction, keys): void {
  _callObserver.call(this, transaction, keys);
  transaction._needFormattingCleanup = false;
};

/** The document whose pieces are being merged, and how many of them were moved for it. */
const merging: { doc: Y.Doc | null; moved: number; last: unknown } = { doc: null, moved: 0, last: null };

const { emit } = Y.Doc.prototype;
Y.Doc.prototype.emit = function (this: Y.Doc, ...event: Parameters<Y.Doc["emit"]>): void {
  try {
    emit.apply(this, event);
  } finally {
    const [name] = event as [string, ...unknown[]];
    // The last that Yjs tells before it merges, and the first that it tells then.
    if (name === "afterTransaction") Object.assign(merging, { doc: this, moved: 0, last: null });
    else if (name === "afterTransactionCleanup") Object.assign(merging, { doc: null, last: null });
  }
} as Y.Doc["emit"];

/**
 * Pieces beside each other become one, and all behind them in their writer's list move up. Beyond the bound they stay
 * as they are, which changes nothing but the memory they take.
 */
function boundMerging(prototype: { mergeWith(right: never): boolean }): void {
  const { mergeWith } = prototype;
  prototype.mergeWith = function (this: Y.Item | Y.GC, right: Y.Item | Y.GC): boolean {
    const { doc } = merging;
    if (!doc) return mergeWith.call(this, right as never);
    // Yjs goes to the left, and moves the rest once it finds no more to merge.
    const goesOn = merging.last === right;
    if (!goesOn && merging.moved > mostMoved) return false;
    if (!mergeWith.call(this, right as never)) return false;
    merging.last = this;
    if (!goesOn) merging.moved += piecesFrom(doc, right);
    return true;
  };
}

/** That piece, and those behind it. */
function piecesFrom(doc: Y.Doc, { id }: Y.Item | Y.GC): number {
  const structs = doc.store.clients.get(id.client) ?? [];
  return structs.at(-1)?.id.clock === id.clock ? 1 : structs.length - Y.findIndexSS(structs, id.clock);
}

boundMerging(Y.Item.prototype);
boundMerging(Y.GC.prototype);
