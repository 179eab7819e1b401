import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { prosemirrorToYXmlFragment, yUndoPluginKey } from "@tiptap/y-tiptap";

const field = "body";

/** The plugins that TipTap's extension makes, taken out so that every contender runs in the same bare view. */
export function collaboration(doc, extensions) {
  const editor = new Editor({
    element: null,
    extensions: [...extensions, Collaboration.configure({ document: doc, field })],
    enableCoreExtensions: false,
  });
  return { schema: editor.schema, plugins: editor.extensionManager.plugins };
}

export const undoManager = (state) => yUndoPluginKey.getState(state).undoManager;

export function store(node, doc) {
  prosemirrorToYXmlFragment(node, doc.getXmlFragment(field));
}

export const fragment = (doc) => doc.getXmlFragment(field);
