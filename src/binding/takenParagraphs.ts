import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { CopyLedger, eachItem, type IdStretch, livingUnit, type UnitId } from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import { isAtomEmbed } from "../domain/article/flatText.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";

type Change = Pick<Y.Transaction, "deleteSet" | "beforeState">;

/** A paragraph that is found again wherever it stands, and its place once it stands no more. */
export interface FollowedParagraph {
  end: Y.Map<unknown>;
  /** The position before the paragraph; where it does not stand, the border between blocks at which it stood. */
  place: () => { stands: boolean; at: number };
}

/** The paragraph in which one is writing, as it was before others began to take from it. */
export interface WrittenParagraph extends FollowedParagraph {
  block: Node;
  /** The caret's place in it. */
  offset: number;
  /** Its letters as they are stored. */
  units: readonly IdStretch[];
}

/** What others have just deleted or moved of the body. */
export interface Taken {
  shown: ShownText;
  layout: readonly LaidOut[];
  /** The terminators of blocks that went as a whole. */
  retired: ReadonlySet<Y.Map<unknown>>;
  /** The transaction that did it. */
  change: Change;
  /** Null where nothing went of the paragraph in which one is writing, and where it was empty already. */
  writing: WrittenParagraph | null;
}

/** Somebody deleted or moved a paragraph that holds own words which they had not seen, or the one in which one writes. */
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

/** The stored letters of the paragraph that a terminator ends or ended, as they were before a transaction. */
export function unitsBefore(end: Y.Map<unknown>, { deleteSet, beforeState }: Change): IdStretch[] {
  const units: IdStretch[] = [];
  for (let item = end._item?.left ?? null; item !== null; item = item.left) {
    const { id, length, content } = item;
    if (id.clock >= (beforeState.get(id.client) ?? 0)) continue;
    if (item.deleted && !Y.isDeleted(deleteSet, id)) continue;
    if (content instanceof Y.ContentType || (content instanceof Y.ContentEmbed && isAtomEmbed(content.embed)))
      break;
    if (item.countable) units.unshift({ client: id.client, clock: id.clock, length });
  }
  return units;
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
  const ledger = new CopyLedger(doc);
  const isArticleText = articleTexts(doc);
  return units.some(({ client, clock, length }) => {
    const last = Y.createID(client, clock + length - 1);
    return isDeleted(doc, last) && livingUnit(doc, ledger, last, isArticleText) !== null;
  });
}

/** Whether every letter stands in the article again: a colleague took the deletion back, or put the words elsewhere. */
export function standAgain(doc: Y.Doc, units: readonly IdStretch[]): boolean {
  const ledger = new CopyLedger(doc);
  const isArticleText = articleTexts(doc);
  return units.every(({ client, clock, length }) => {
    for (let k = 0; k < length; k++)
      if (!livingUnit(doc, ledger, { client, clock: clock + k }, isArticleText)) return false;
    return true;
  });
}
