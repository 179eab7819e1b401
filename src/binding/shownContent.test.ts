import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, fieldText } from "../domain/article/document.ts";
import { writeMarks } from "../domain/article/marks.ts";
import { articleFromTemplate } from "../domain/article/template.ts";
import { bodyBinding } from "./bodyBinding.ts";
import { fieldBinding } from "./fieldBinding.ts";
import { bodySchemaParts, fieldSchemaParts } from "./schema.ts";
import { bodyContent, fieldContent } from "./shownContent.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { createArticleUndo } from "./undo.ts";

function article(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    articleFromTemplate({
      language: "de-CH",
      fields: { headline: "Zwei\nZeilen" },
      body: [
        { kind: "text", style: "heading", runs: [{ text: "Der See" }] },
        {
          kind: "text",
          style: "paragraph",
          runs: [{ text: "Er ist " }, { text: "tief", bold: true }],
        },
        { kind: "text", style: "paragraph", runs: [] },
      ],
    }),
  );
  bodyText(doc).insertEmbed(0, { kind: "of a newer version" });
  fieldText(doc, "headline").insertEmbed(4, { kind: "formula" });
  return doc;
}

/** The editor's documents, from the one that it begins with to the one that it shows in the end. */
function shown(parts: typeof bodySchemaParts, plugins: Plugin[], doc?: Node): Node[] {
  const documents: Node[] = [];
  const witness = new Plugin({
    state: {
      init: (_config, { doc: first }) => void documents.push(first),
      apply: ({ doc: next }) => void (documents.at(-1) !== next && documents.push(next)),
    },
  });
  const editor = new HeadlessEditor(parts, [...plugins, witness], doc);
  editor.destroy();
  return documents;
}

it.each(["body", "field"])(
  "an editor that begins with its words is not changed when it is bound: %s",
  (kind) => {
    const doc = article();
    const undo = createArticleUndo(doc);
    const text = fieldText(doc, "headline");
    const isBody = kind === "body";
    const parts = isBody ? bodySchemaParts : fieldSchemaParts;
    const plugins = (): Plugin[] => (isBody ? bodyBinding({ doc, undo }) : [fieldBinding({ text, undo })]);
    const first = isBody ? bodyContent(doc) : fieldContent(text);
    expect(shown(parts, plugins(), first)).toEqual([first]);

    const empty = shown(parts, plugins());
    expect(empty).toHaveLength(2);
    expect(first.toJSON()).toEqual(empty[1]?.toJSON());
  },
);

it("an editor shows what was written after its first content was made", () => {
  const doc = article();
  const undo = createArticleUndo(doc);
  const content = bodyContent(doc);
  bodyText(doc).insert(1, "Kein ");
  const editor = new HeadlessEditor(bodySchemaParts, bodyBinding({ doc, undo }), content);
  expect(editor.doc.toJSON()).toEqual(bodyContent(doc).toJSON());
  editor.dispatch(editor.state.tr.insertText("!", editor.doc.content.size - 1));
  expect(editor.doc.toJSON()).toEqual(bodyContent(doc).toJSON());
});

it("two editors that begin with one content each follow the document", () => {
  const doc = article();
  const content = bodyContent(doc);
  const editors = [1, 2].map(
    () => new HeadlessEditor(bodySchemaParts, bodyBinding({ doc, undo: createArticleUndo(doc) }), content),
  );
  doc.transact(() => bodyText(doc).insert(1, "Kein "), "network");
  doc.transact(() => writeMarks(doc, [{ name: "bold", value: true, from: 1, to: 5 }]), "network");
  for (const editor of editors) expect(editor.doc.toJSON()).toEqual(bodyContent(doc).toJSON());
});
