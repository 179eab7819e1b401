import * as Y from "yjs";
import { CopyLedger, livingUnit } from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";

type DeleteSet = Parameters<typeof Y.isDeleted>[0];

/** Somebody deleted or moved the paragraph one was writing in; one's words stayed in a paragraph of their own. */
export interface KeptWords {
  what: "deleted" | "moved";
  /** The client that did it, as awareness knows it. */
  by: number;
  /** Flat index of the paragraph's start. */
  index: number;
}

/**
 * Own words in blocks that others have just deleted or moved as a whole (`retired`: their terminators; `deleted`: what
 * went with them).
 */
export function keptWords(
  shown: ShownText,
  layout: readonly LaidOut[],
  retired: ReadonlySet<Y.Map<unknown>>,
  deleted: DeleteSet,
): KeptWords[] {
  const found: KeptWords[] = [];
  let index = 0;
  for (const part of layout) {
    const { end } = part.kind === "text" ? part : { end: null };
    if (part.kind === "text" && end && part.length > 0 && retired.has(end) && end.get("gone") === true) {
      const by = end._map.get("gone")?.id.client ?? 0;
      const own = shown.doc.clientID;
      const mine = shown.pieces(index, part.length).some(({ client }) => client === own);
      if (mine && by !== own)
        found.push({ what: isElsewhere(shown, end, deleted) ? "moved" : "deleted", by, index });
    }
    index += laidOutLength(part);
  }
  return found;
}

/** Whether the block, or some of what was just taken out of it, stands at another place, be it in another text. */
function isElsewhere({ doc, rivals }: ShownText, end: Y.Map<unknown>, deleted: DeleteSet): boolean {
  if (rivals.get(end)?.some((rival) => rival.get("gone") !== true)) return true;
  const ledger = new CopyLedger(doc);
  const isArticleText = articleTexts(doc);
  for (let item = end._item?.left ?? null; item !== null; item = item.left) {
    if (!item.deleted && item.content instanceof Y.ContentType) return false;
    const { lastId } = item;
    if (Y.isDeleted(deleted, lastId) && livingUnit(doc, ledger, lastId, isArticleText)) return true;
  }
  return false;
}
