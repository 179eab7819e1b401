import * as Y from "yjs";
import {
  type CopiedStretch,
  copyLedger,
  eachItem,
  livingUnit,
  recordCopies,
  type UnitId,
} from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import type { RestoredStretch } from "../domain/article/marks.ts";
import type { RestoredMarks } from "./restoredMarks.ts";

type DeleteSet = Parameters<typeof Y.isDeleted>[0];

/** What an undo or redo is about to take out and bring back. */
export interface HistoryStep {
  insertions: DeleteSet;
  deletions: DeleteSet;
}

/** Copies that the last undo or redo made of what had been deleted in texts. `since`: the own clock before it. */
function restoredStretches(doc: Y.Doc, deletions: DeleteSet, since: number): RestoredStretch[] {
  const stretches: RestoredStretch[] = [];
  for (const [client, ranges] of deletions.clients)
    for (const { clock, len } of ranges)
      eachItem(doc, { client, clock, length: len }, (item, offset, length) => {
        const { redone, parent } = item;
        if (redone === null || !(parent instanceof Y.Text)) return;
        if (redone.client !== doc.clientID || redone.clock < since) return;
        const last = stretches[stretches.length - 1];
        // The rest of words in the midst of which their copy stands.
        if (last && item.left && Y.compareIDs(item.left.id, last.copy)) {
          last.length += length;
          return;
        }
        stretches.push({
          original: Y.createID(client, item.id.clock + offset),
          copy: Y.createID(redone.client, redone.clock + offset),
          length,
        });
      });
  return stretches;
}

/**
 * Words that a step had moved and that somebody deleted from where they went: taking the move back must not bring
 * them back. Ask before the step is taken back.
 */
export function deletedSinceMoved(doc: Y.Doc, step: HistoryStep): (original: UnitId) => boolean {
  const ledger = copyLedger(doc);
  const isArticleText = articleTexts(doc);
  const gone = new Set<string>();
  for (const { copy, original, length } of ledger.entries) {
    if (!Y.isDeleted(step.insertions, Y.createID(copy.client, copy.clock))) continue;
    eachItem(doc, { ...copy, length }, (item, offset, part) => {
      if (!item.deleted) return;
      for (let k = 0; k < part; k++) {
        const clock = item.id.clock + offset + k;
        const unit = { client: original.client, clock: original.clock + clock - copy.clock };
        const own = Y.isDeleted(step.deletions, Y.createID(copy.client, clock));
        if (!own && livingUnit(doc, ledger, unit, isArticleText) === null)
          gone.add(`${unit.client}.${unit.clock}`);
      }
    });
  }
  if (gone.size === 0) return () => false;
  return (original) => {
    let found = false;
    ledger.roots({ ...original, length: 1 }, (_offset, root) => {
      found = gone.has(`${root.client}.${root.clock}`);
    });
    return found;
  };
}

/**
 * After an undo or redo: enters what it brought back, so that two people who bring back the same words see them
 * once, gives it the marks and block styles it had, and deletes again what others deleted meanwhile. `onBlock` is told of
 * each terminator that came back.
 */
export function settleRestored(
  doc: Y.Doc,
  step: HistoryStep,
  since: number,
  deletedMeanwhile: (original: UnitId) => boolean,
  marks: RestoredMarks,
  onBlock: (original: Y.Map<unknown>, copy: Y.Map<unknown>) => void,
): void {
  const stretches = restoredStretches(doc, step.deletions, since);
  marks.settle(stretches);
  if (stretches.length === 0) return;
  const ledger = copyLedger(doc);
  const entries: CopiedStretch[] = [];
  const rank = ({ original }: RestoredStretch): number => ledger.rankOf(original.client, original.clock);
  stretches.sort(
    (a, b) =>
      rank(b) - rank(a) || b.original.client - a.original.client || b.original.clock - a.original.clock,
  );
  const isArticleText = articleTexts(doc);
  const brought = new Set<string>();
  for (const stretch of stretches) {
    const { original, copy, length } = stretch;
    const [from, to] = [mapAt(doc, original), mapAt(doc, copy)];
    if (from && to) {
      restoreKeys(from, to);
      onBlock(from, to);
    }
    // Whoever brings back what shows already gives way, so that what was written between its letters stays there.
    // The ledger does not know the new copy yet, so whatever lives is another.
    const shows = livingUnit(doc, ledger, original, isArticleText) !== null;
    ledger.roots({ client: original.client, clock: original.clock, length }, (offset, root, run) => {
      const first = `${root.client}.${root.clock}`;
      entries.push({
        copy: { client: copy.client, clock: copy.clock + offset },
        original: root,
        length: run,
        rank: shows || brought.has(first) ? -1 : rank(stretch),
      });
      brought.add(first);
    });
  }
  recordCopies(doc, entries);
  for (const { original, copy, length } of stretches)
    for (let k = 0; k < length; k++)
      if (deletedMeanwhile({ client: original.client, clock: original.clock + k }))
        deleteUnit(doc, { client: copy.client, clock: copy.clock + k });
}

function deleteUnit(doc: Y.Doc, unit: UnitId): void {
  eachItem(doc, { ...unit, length: 1 }, (item, offset) => {
    if (item.deleted || !(item.content instanceof Y.ContentString)) return;
    let at = offset;
    for (let left = item.left; left !== null; left = left.left)
      if (!left.deleted && left.countable) at += left.length;
    (item.parent as Y.Text).delete(at, 1);
  });
}

/** Yjs brings no key back that a colleague set meanwhile: a block would lose its style. Takes the value it last had. */
function restoreKeys(from: Y.Map<unknown>, to: Y.Map<unknown>): void {
  for (const [key, last] of from._map)
    for (let item: Y.Item | null = last; item !== null && !to.has(key); item = item.left)
      if (item.content instanceof Y.ContentAny) to.set(key, item.content.arr[item.length - 1]);
}

/** The terminator of that id, deleted or not; null for any other unit. */
export function mapAt(doc: Y.Doc, { client, clock }: UnitId): Y.Map<unknown> | null {
  let map: unknown = null;
  eachItem(doc, { client, clock, length: 1 }, (item) => {
    if (item.content instanceof Y.ContentType) map = item.content.type;
  });
  return map instanceof Y.Map ? map : null;
}
