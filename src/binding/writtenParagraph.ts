import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { IdStretch } from "../domain/article/copies.ts";
import { isAtomEmbed } from "../domain/article/flatText.ts";

/** The paragraph in which the caret is, as it was before others began to take from it. */
export interface WrittenParagraph {
  end: Y.Map<unknown>;
  block: Node;
  /** The caret's place in it. */
  offset: number;
  /** Whether one has written in it last; false where the caret was only put there. */
  typed: boolean;
  /** Its letters as they are stored. */
  units: readonly IdStretch[];
}

/** The stored letters of the paragraph that a terminator ends or ended, as they were before a transaction. */
export function unitsBefore(
  end: Y.Map<unknown>,
  { deleteSet, beforeState }: Pick<Y.Transaction, "deleteSet" | "beforeState">,
): IdStretch[] {
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
