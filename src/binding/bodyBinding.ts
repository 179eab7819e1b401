import { Plugin } from "@tiptap/pm/state";
import type * as Y from "yjs";
import type { ArticleUndo } from "./undo.ts";

/**
 * Keeps the body's editor (schema `bodySchemaParts`) equal to the document's flat body and marks, both ways.
 * The editor starts with the body's content as soon as the plugin's view exists; give it no content of its own.
 */
export function bodyBinding(_options: { doc: Y.Doc; undo: ArticleUndo }): Plugin {
  return new Plugin({});
}
