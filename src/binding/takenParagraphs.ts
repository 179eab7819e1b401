import * as Y from "yjs";
import { copyLedger, eachItem, type IdStretch, livingUnit, type UnitId } from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";
import { unitsBefore, type WrittenParagraph } from "./writtenParagraph.ts";

/** What others have just deleted or moved of the body. */
export interface Taken {
  shown: ShownText;
  layout: readonly LaidOut[];
  /** The terminators of blocks that went as a whole. */
  retired: ReadonlySet<Y.Map<unknown>>;
  /** The transaction that did it. */
  change: Parameters<typeof unitsBefore>[1];
  /** Null where nothing went of the paragraph of the caret, and where it was empty already. */
  writing: WrittenParagraph | null;
}

/** Somebody deleted or moved a paragraph that holds own words which they had not seen, or the one of the caret. */
export type TakenParagraph = {
  what: "deleted" | "moved";
  /** The client that did it, as awareness knows it; null where the words went and their paragraph stays. */
  by: number | null;
} & (
  | {
      /** Own words stayed, in a paragraph of their own. */
      kept: true;
      /** Flat index of the paragraph's start. */
      index: number;
      writing: WrittenParagraph | null;
    }
  | { kept: false; writing: WrittenParagraph }
);

/** The paragraphs that others have just taken from under one's own words. */
export function takenParagraphs({ shown, layout, retired, change, writing }: Taken): TakenParagraph[] {
  const found: TakenParagraph[] = [];
  const own = shown.doc.clientID;
  const byOf = (end: Y.Map<unknown>): number | null => end._map.get("gone")?.id.client ?? null;
  let index = 0;
  for (const part of layout) {
    const end = part.kind === "text" ? part.end : null;
    if (end && part.kind === "text" && part.length > 0 && retired.has(end) && end.get("gone") === true) {
      const by = byOf(end);
      if (by !== own && shown.pieces(index, part.length).some(({ client }) => client === own))
        found.push({
          what: isElsewhere(shown, end, unitsBefore(end, change)) ? "moved" : "deleted",
          by,
          kept: true,
          index,
          writing: writing?.end === end ? writing : null,
        });
    }
    index += laidOutLength(part);
  }
  if (writing && !found.some((each) => each.writing) && areDeleted(shown.doc, writing.units))
    found.push({
      what: isElsewhere(shown, writing.end, writing.units) ? "moved" : "deleted",
      by: retired.has(writing.end) ? byOf(writing.end) : null,
      kept: false,
      writing,
    });
  return found;
}

function isDeleted(doc: Y.Doc, { client, clock }: UnitId): boolean {
  let deleted = true;
  eachItem(doc, { client, clock, length: 1 }, (item) => {
    deleted = item.deleted;
  });
  return deleted;
}

function areDeleted(doc: Y.Doc, units: readonly IdStretch[]): boolean {
  let deleted = true;
  for (const stretch of units)
    eachItem(doc, stretch, (item) => {
      deleted &&= item.deleted;
    });
  return deleted;
}

/** Whether the block, or some of what was taken out of it, stands at another place, be it in another text. */
function isElsewhere({ doc, rivals }: ShownText, end: Y.Map<unknown>, units: readonly IdStretch[]): boolean {
  if (rivals.get(end)?.some((rival) => rival.get("gone") !== true)) return true;
  const ledger = copyLedger(doc);
  const isArticleText = articleTexts(doc);
  return units.some(({ client, clock, length }) => {
    const last = Y.createID(client, clock + length - 1);
    return isDeleted(doc, last) && livingUnit(doc, ledger, last, isArticleText) !== null;
  });
}

/** Whether every letter stands in the article again: a colleague took the deletion back, or put the words elsewhere. */
export function standAgain(doc: Y.Doc, units: readonly IdStretch[]): boolean {
  const ledger = copyLedger(doc);
  const isArticleText = articleTexts(doc);
  return units.every(({ client, clock, length }) => {
    for (let k = 0; k < length; k++)
      if (!livingUnit(doc, ledger, { client, clock: clock + k }, isArticleText)) return false;
    return true;
  });
}
