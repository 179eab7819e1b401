import type { Extensions } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import type { EditorState, Plugin } from "@tiptap/pm/state";
import type * as Y from "yjs";

export function collaboration(doc: Y.Doc, extensions: Extensions): { schema: Schema; plugins: Plugin[] };
export function undoManager(state: EditorState): Y.UndoManager;
export function store(node: Node, doc: Y.Doc): void;
export function fragment(doc: Y.Doc): Y.XmlFragment;
