import type * as Y from "yjs";
import { mediaEntry, mediaMap } from "./document.ts";

/**
 * The assets that an article names, shown or not: a figure that was removed keeps its entry, so that undo brings its
 * picture back.
 */
export function namedAssets(doc: Y.Doc): string[] {
  return [...mediaMap(doc).keys()].flatMap((id) => {
    const asset = mediaEntry(doc, id)?.get("asset");
    return typeof asset === "string" ? [asset] : [];
  });
}
