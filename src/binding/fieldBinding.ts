import { Plugin } from "@tiptap/pm/state";
import type * as Y from "yjs";
import type { ArticleUndo } from "./undo.ts";

/**
 * Keeps a field's editor (schema `fieldSchemaParts`) and its text equal, both ways. The editor starts with the
 * text's content as soon as the plugin's view exists; give the editor no content of its own.
 */
export function fieldBinding(_options: { text: Y.Text; undo: ArticleUndo }): Plugin {
  return new Plugin({});
}
