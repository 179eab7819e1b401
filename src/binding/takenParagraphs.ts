import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { CopyLedger, livingUnit } from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";

type DeleteSet = Parameters<typeof Y.isDeleted>[0];

/** The paragraph in which one is writing, as it was before others changed it. */
export interface WrittenParagraph {
  end: Y.Map<unknown>;
  block: Node;
  /** The caret's place in it. */
  offset: number;
}

/** What others have just deleted or moved of the body. */
export interface Taken {
  shown: ShownText;
  layout: readonly LaidOut[];
  /** The terminators of blocks that went as a whole. */
  retired: ReadonlySet<Y.Map<unknown>>;
  /** What went with them. */
  deleted: DeleteSet;
  writing: WrittenParagraph | null;
}

/** Somebody deleted or moved a paragraph that holds own words which they had not seen, or the one in which one writes. */
export interface TakenParagraph {
  what: "deleted" | "moved";
  /** The client that did it, as awareness knows it; null where the words went and their paragraph stays. */
  by: number | null;
  /** Flat index of the paragraph's start. */
  index: number;
  /** Own words stayed, in a paragraph of their own. */
  kept: boolean;
  writing: WrittenParagraph | null;
}

/** The paragraphs that others have just taken from under one's own words. */
export function takenParagraphs({ shown, layout, retired, deleted, writing }: Taken): TakenParagraph[] {
  const found: TakenParagraph[] = [];
  const own = shown.doc.clientID;
  let index = 0;
  for (const part of layout) {
    const end = part.kind === "text" ? part.end : null;
    const gone = end && retired.has(end) && end.get("gone") === true ? end._map.get("gone") : undefined;
    const writes = end && writing?.end === end ? writing : null;
    const emptied =
      writes !== null && part.kind === "text" && part.length === 0 && writes.block.content.size > 0;
    if (end && part.kind === "text" && (gone || emptied)) {
      const by = gone?.id.client ?? null;
      const kept = part.length > 0 && shown.pieces(index, part.length).some(({ client }) => client === own);
      if ((kept || writes) && by !== own)
        found.push({
          what: isElsewhere(shown, end, deleted) ? "moved" : "deleted",
          by,
          index,
          kept,
          writing: writes,
        });
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
