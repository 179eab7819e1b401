import type { Extensions } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import {
  bodyBinding,
  bodyContent,
  bodySchema,
  bodySchemaParts,
  createArticleUndo,
} from "../../../src/binding/index.ts";
import { bodyText } from "../../../src/domain/article/document.ts";
import { ShownText } from "../../../src/domain/article/shownText.ts";
import { collaboration, fragment, store as storeAsTree, undoManager } from "../../peers/tiptap.js";
import { bodyOf } from "./article.ts";

/** One open editor on its own copy of the article. */
export interface OpenEditor {
  readonly view: EditorView;
  readonly doc: Y.Doc;
  undo(): void;
  redo(): void;
  close(): void;
}

/** A way to keep an editor and a shared document equal. Both run on one schema, in a view without anything else. */
export interface Contender {
  readonly name: "ours" | "tiptap";
  /** The document's bytes for an article. */
  store(article: Node): Uint8Array;
  open(bytes: Uint8Array, clientId?: number): OpenEditor;
  /** Types into the stored document as a person without an editor does. */
  type(doc: Y.Doc, block: number, offset: number, text: string): void;
  /** Adds a block at the end of the document that no schema here knows. */
  addUnknownBlock(doc: Y.Doc): void;
  hasUnknownBlock(doc: Y.Doc): boolean;
}

export const extensions: Extensions = bodySchemaParts;
export const schema: Schema = bodySchema;

export function mount(state: EditorState): EditorView {
  const place = document.createElement("div");
  document.body.append(place);
  return new EditorView(place, { state });
}

export function unmount(view: EditorView): void {
  const place = view.dom.parentElement;
  view.destroy();
  place?.remove();
}

function openDocument(bytes: Uint8Array, clientId: number | undefined): Y.Doc {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  Y.applyUpdate(doc, bytes, "stored");
  // What a connected page always has: somebody who sends the updates on.
  doc.on("update", () => {});
  return doc;
}

export const ours: Contender = {
  name: "ours",
  store: bodyOf,
  open(bytes, clientId) {
    const doc = openDocument(bytes, clientId);
    const undo = createArticleUndo(doc);
    const view = mount(EditorState.create({ doc: bodyContent(doc), plugins: bodyBinding({ doc, undo }) }));
    return {
      view,
      doc,
      undo: () => void undo.undo(),
      redo: () => void undo.redo(),
      close() {
        unmount(view);
        undo.destroy();
        doc.destroy();
      },
    };
  },
  type(doc, block, offset, text) {
    const part = new ShownText(doc).parts()[block];
    if (!part) throw new Error(`no block ${block}`);
    bodyText(doc).insert(part.start + offset, text);
  },
  addUnknownBlock(doc) {
    bodyText(doc).insertEmbed(bodyText(doc).length, { kind: "poll", block: true });
  },
  hasUnknownBlock: (doc) =>
    new ShownText(doc).parts().some((part) => part.kind === "atom" && part.embed.kind === "poll"),
};

export const tiptap: Contender = {
  name: "tiptap",
  store(article) {
    const doc = new Y.Doc();
    storeAsTree(article, doc);
    return Y.encodeStateAsUpdate(doc);
  },
  open(bytes, clientId) {
    const doc = openDocument(bytes, clientId);
    const { schema: own, plugins } = collaboration(doc, extensions);
    const view = mount(EditorState.create({ schema: own, plugins }));
    return {
      view,
      doc,
      undo: () => void undoManager(view.state).undo(),
      redo: () => void undoManager(view.state).redo(),
      close() {
        unmount(view);
        doc.destroy();
      },
    };
  },
  type(doc, block, offset, text) {
    const element = fragment(doc).get(block) as Y.XmlElement;
    let left = offset;
    for (const child of element.toArray() as Y.XmlText[]) {
      if (left <= child.length) {
        child.insert(left, text);
        return;
      }
      left -= child.length;
    }
    throw new Error(`block ${block} is shorter than ${offset}`);
  },
  addUnknownBlock(doc) {
    fragment(doc).push([new Y.XmlElement("poll")]);
  },
  hasUnknownBlock: (doc) =>
    fragment(doc)
      .toArray()
      .some((node) => node instanceof Y.XmlElement && node.nodeName === "poll"),
};

export const contenders = [ours, tiptap] as const;
