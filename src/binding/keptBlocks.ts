import * as Y from "yjs";
import { bodyText } from "../domain/article/document.ts";
import { isAtomEmbed } from "../domain/article/flatText.ts";
import type { HistoryStep } from "./restored.ts";

/**
 * Blocks that a person's history steps made as a whole: taken back, such a block stays while a colleague's words stand
 * in it. Without its terminator they would run into the next paragraph. A break that parted words which were there
 * before makes no such block: taken back, the words join again.
 */
export class KeptBlocks {
  readonly #doc: Y.Doc;
  /** Terminators of whole blocks that were taken back, and those that stand for them since they were brought again. */
  readonly #takenBack = new WeakSet<Y.Map<unknown>>();
  readonly #broughtAgain = new WeakSet<Y.Map<unknown>>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /**
   * The terminator a history step would take out although a colleague's words stand in its block, which the step made
   * as a whole. Null for every other item.
   */
  keeps(step: HistoryStep, item: Y.Item): Y.Map<unknown> | null {
    const body = bodyText(this.#doc);
    const end = item.parent === body ? item : (item.parent as Y.AbstractType<unknown>)._item;
    if (!end || end.parent !== body || !(end.content instanceof Y.ContentType)) return null;
    const map = end.content.type as unknown;
    if (!(map instanceof Y.Map) || !Y.isDeleted(step.insertions, end.id)) return null;
    const block = map as Y.Map<unknown>;
    if (!this.#broughtAgain.has(block) && !madeWhole(this.#doc, step, end)) return null;
    if (holdsOtherWords(step, end)) return block;
    this.#takenBack.add(block);
    return null;
  }

  /** A step brought a terminator back, for which a new one stands. */
  restored(original: Y.Map<unknown>, copy: Y.Map<unknown>): void {
    if (this.#takenBack.has(original)) this.#broughtAgain.add(copy);
  }
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
