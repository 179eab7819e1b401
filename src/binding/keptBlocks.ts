import * as Y from "yjs";
import { bodyText } from "../domain/article/document.ts";
import { isAtomEmbed } from "../domain/article/flatText.ts";
import type { HistoryStep } from "./restored.ts";

/**
 * The terminator a history step would take out although a colleague's words stand in its block: a paragraph that
 * the step made as a whole. Without it their words would run into the next paragraph. A break that parted words
 * which were there before is no such terminator: taken back, the words join again. Null for every other item.
 */
export function keptBlock(doc: Y.Doc, step: HistoryStep, item: Y.Item): Y.Map<unknown> | null {
  const body = bodyText(doc);
  const end = item.parent === body ? item : (item.parent as Y.AbstractType<unknown>)._item;
  if (!end || end.parent !== body || !(end.content instanceof Y.ContentType)) return null;
  const map = end.content.type as unknown;
  if (!(map instanceof Y.Map) || !Y.isDeleted(step.insertions, end.id)) return null;
  return holdsOtherWords(step, end) && madeWhole(doc, step, end) ? (map as Y.Map<unknown>) : null;
}

const isBorder = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType ||
  (content instanceof Y.ContentEmbed && isAtomEmbed((content as { embed: unknown }).embed));

function holdsOtherWords(step: HistoryStep, end: Y.Item): boolean {
  for (let item = end.left; item !== null; item = item.left) {
    if (item.deleted || !item.countable) continue;
    if (isBorder(item)) return false;
    if (!Y.isDeleted(step.insertions, item.id)) return true;
  }
  return false;
}

/** Whether only words of the same step stood before the terminator in its block when it was made. */
function madeWhole(doc: Y.Doc, step: HistoryStep, end: Y.Item): boolean {
  let { origin } = end;
  while (origin !== null) {
    const item = Y.getItem(doc.store, origin) as Y.Item | Y.GC;
    if (!(item instanceof Y.Item) || isBorder(item)) return true;
    if (!Y.isDeleted(step.insertions, origin)) return false;
    origin = item.origin;
  }
  return true;
}
