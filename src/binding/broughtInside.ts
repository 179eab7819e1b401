import * as Y from "yjs";
import { eachItem } from "../domain/article/copies.ts";
import { relink } from "../domain/article/insertTight.ts";
import type { HistoryStep } from "./restored.ts";

/**
 * Brings what an undo or redo restores into the midst of what was deleted: behind the first of the deleted letters.
 * Yjs puts it right before them, where a colleague may be writing or pasting at the same moment, and of two that come
 * to one spot the client ids choose the first: the words brought back could part the colleague's word, or run into a
 * pasted paragraph. Behind a letter that everybody knows as deleted nobody writes. One letter has no midst, and stays
 * where Yjs put it. Call it within the transaction that restores, before anybody is told of it.
 */
export function bringInside(transaction: Y.Transaction, { deletions }: HistoryStep): void {
  const { doc, beforeState } = transaction;
  const since = beforeState.get(doc.clientID) ?? 0;
  const restored: [deleted: Y.Item, copy: Y.Item][] = [];
  for (const [client, ranges] of deletions.clients)
    for (const { clock, len } of ranges)
      eachItem(doc, { client, clock, length: len }, (item) => {
        const copy = item.parent instanceof Y.Text ? copyOf(doc, item, since) : null;
        if (copy) restored.push([item, copy]);
      });
  for (const [deleted, copy] of restored) moveInto(transaction, deleted, copy);
}

/** The copy that was made of a whole item since a clock of one's own. */
function copyOf(doc: Y.Doc, { redone, length, parent }: Y.Item, since: number): Y.Item | null {
  if (redone === null || redone.client !== doc.clientID || redone.clock < since) return null;
  const copy = Y.getItem(doc.store, redone);
  if (copy.parent !== parent || copy.id.clock !== redone.clock || copy.length !== length) return null;
  return copy.deleted ? null : copy;
}

function moveInto(transaction: Y.Transaction, deleted: Y.Item, copy: Y.Item): void {
  if (!(copy.content instanceof Y.ContentString) || copy.right !== deleted) return;
  const first = String.fromCodePoint(copy.content.str.codePointAt(0) as number).length;
  if (first >= copy.length) return;
  const { client, clock } = deleted.id;
  const rest = Y.getItemCleanStart(transaction, Y.createID(client, clock + first));
  relink(copy, deleted, rest);
}
