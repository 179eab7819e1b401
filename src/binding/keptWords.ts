import type * as Y from "yjs";
import type { ShownText } from "../domain/article/shownText.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";

/** Somebody deleted or moved the paragraph one was writing in; one's words stayed in a paragraph of their own. */
export interface KeptWords {
  what: "deleted" | "moved";
  /** The client that did it, as awareness knows it. */
  by: number;
  /** Flat index of the paragraph's start. */
  index: number;
}

/** Own words in blocks that others have just deleted or moved as a whole (`retired`: their terminators). */
export function keptWords(
  shown: ShownText,
  layout: readonly LaidOut[],
  retired: ReadonlySet<Y.Map<unknown>>,
): KeptWords[] {
  const found: KeptWords[] = [];
  let index = 0;
  for (const part of layout) {
    const { end } = part.kind === "text" ? part : { end: null };
    if (part.kind === "text" && end && part.length > 0 && retired.has(end) && end.get("gone") === true) {
      const by = end._map.get("gone")?.id.client ?? 0;
      const own = shown.doc.clientID;
      const mine = shown.pieces(index, part.length).some(({ client }) => client === own);
      const elsewhere = shown.rivals.get(end)?.some((rival) => rival.get("gone") !== true) ?? false;
      if (mine && by !== own) found.push({ what: elsewhere ? "moved" : "deleted", by, index });
    }
    index += laidOutLength(part);
  }
  return found;
}
