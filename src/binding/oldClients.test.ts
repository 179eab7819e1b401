import type { Extensions } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, marksMap } from "../domain/article/document.ts";
import { newFigure, newTerminator } from "../domain/article/flatText.ts";
import { writeMarks } from "../domain/article/marks.ts";
import { bodyBinding } from "./bodyBinding.ts";
import { bodySchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { createArticleUndo } from "./undo.ts";

const aside = { kind: "poll", block: true, question: "Ja?" };
const formula = { kind: "formula", tex: "x^2" };
const future = { text: "Zukunft", style: "question", extra: { key: "align", value: "right" } };

/** An article as a newer version writes it: a style, a mark, a key, a block and an inline object that nobody here knows. */
function newerArticle(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 900;
  doc.transact(() => {
    const body = bodyText(doc);
    const append = (text: string, style: string): Y.Map<unknown> => {
      body.insert(body.length, text);
      const end = newTerminator(style, 0);
      body.insertEmbed(body.length, end);
      return end;
    };
    append("Anfang fett kursiv", "paragraph");
    const end = append(future.text, future.style);
    end.set(future.extra.key, future.extra.value);
    body.insertEmbed(body.length, { ...aside });
    body.insertEmbed(body.length, newFigure({ id: "f1", media: "m1", moves: 0 }) as object);
    body.insertEmbed(body.length, { kind: "divider", block: true });
    append("Formel:  und weiter", "paragraph");
    body.insertEmbed(body.length - 12, { ...formula });
    append("Ende", "paragraph");
  });
  writeMarks(doc, [
    { name: "bold", value: true, from: 7, to: 11 },
    { name: "italic", value: true, from: 12, to: 18 },
  ]);
  const [first] = [...marksMap(doc).values()] as unknown[][];
  marksMap(doc).set("9.900", ["suggestion", { by: "Ben" }, ...(first as unknown[]).slice(2)]);
  return Y.encodeStateAsUpdate(doc);
}

const without = (...names: string[]): Extensions =>
  bodySchemaParts.filter((part) => !names.includes(part.name));

const schemas: [string, Extensions][] = [
  ["this version", bodySchemaParts],
  ["one without bold", without("bold")],
  ["one without bold and links", without("bold", "link")],
  ["one without pictures", without("figure")],
  ["one without pictures, dividers and italic", without("figure", "divider", "italic")],
];

function open(parts: Extensions, clientId = 1) {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, newerArticle(), "network");
  const undo = createArticleUndo(doc);
  const editor = new HeadlessEditor(parts, bodyBinding({ doc, undo }));
  const act = (change: (tr: Transaction) => void): void => {
    const { tr } = editor.state;
    change(tr);
    undo.stopCapturing();
    editor.dispatch(tr);
  };
  /** Editor position of the first letter of that text. */
  const at = (text: string): number => {
    let found = -1;
    editor.doc.descendants((node, position) => {
      const index = node.isText ? (node.text as string).indexOf(text) : -1;
      if (index >= 0 && found < 0) found = position + index;
    });
    return found;
  };
  return { doc, undo, editor, act, at };
}

/** All that no client of these could have written, as a newer one finds it. */
function unknownIn(doc: Y.Doc, parts: Extensions) {
  const embeds: unknown[] = [];
  const ends: unknown[] = [];
  for (const { insert } of bodyText(doc).toDelta() as { insert: unknown }[])
    if (insert instanceof Y.Map) ends.push(insert.toJSON());
    else if (typeof insert === "object") embeds.push(insert);
  const strange = ends.filter((end) => (end as { style: string }).style === future.style);
  const marks = [...marksMap(doc).entries()].filter(
    ([, value]) => !parts.some(({ name }) => name === (value as unknown[])[0]),
  );
  return { embeds, strange, marks: Object.fromEntries(marks) };
}

describe.each(schemas)("[P3] a client that lacks something: %s", (_name, parts) => {
  it("opens without writing, and shows a placeholder for what it does not know", () => {
    const { doc, editor } = open(parts);
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, newerArticle());
    expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(fresh));
    const kinds: string[] = [];
    editor.doc.forEach((node) => kinds.push(node.type.name));
    const has = (name: string): boolean => parts.some((part) => part.name === name);
    const block = (name: string): string => (has(name) ? name : "unknownBlock");
    expect(kinds).toEqual([
      "textblock",
      "textblock",
      "unknownBlock",
      block("figure"),
      block("divider"),
      "textblock",
      "textblock",
    ]);
    expect(editor.doc.child(1).textContent).toBe("Zukunft");
    expect(editor.doc.child(5).child(1).type.name).toBe("unknownInline");
  });

  it("leaves what it does not know alone while it writes, splits, joins, marks all and takes all back", () => {
    const { doc, undo, editor, act, at } = open(parts);
    const before = unknownIn(doc, parts);
    const acts: ((tr: Transaction) => void)[] = [
      (tr) => tr.insertText("neu ", at("Ende")),
      (tr) => tr.insertText("!", at("Zukunft") + 7),
      (tr) => tr.split(at("weiter")),
      (tr) => tr.join(at("weiter") - 1),
      (tr) => tr.insertText("Wort", at("Anfang") + 8),
      (tr) => {
        const mark = editor.state.schema.marks.bold ?? editor.state.schema.marks.italic;
        if (mark) tr.addMark(0, tr.doc.content.size, mark.create());
      },
    ];
    for (const change of acts) {
      act(change);
      expect(unknownIn(doc, parts)).toEqual(before);
    }
    while (undo.canUndo()) undo.undo();
    expect(unknownIn(doc, parts)).toEqual(before);
    expect(editor.doc.textContent).toBe("Anfang fett kursivZukunftFormel:  und weiterEnde");
    const fresh = open(bodySchemaParts, 2);
    Y.applyUpdate(fresh.doc, Y.encodeStateAsUpdate(doc), "network");
    const newcomer = open(parts, 3);
    Y.applyUpdate(newcomer.doc, Y.encodeStateAsUpdate(doc), "network");
    expect(newcomer.editor.doc.toJSON()).toEqual(editor.doc.toJSON());
    expect(fresh.editor.doc.toJSON()).toEqual(open(bodySchemaParts).editor.doc.toJSON());
  });

  it("copies without writing a byte, and pastes and takes back without touching what it copied", () => {
    const { doc, undo, editor, act } = open(parts);
    const bytes = Y.encodeStateAsUpdate(doc);
    const slice = editor.doc.slice(0, editor.doc.content.size);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(bytes);
    const before = unknownIn(doc, parts);
    act((tr) => tr.replace(tr.doc.content.size, tr.doc.content.size, slice));
    const { embeds } = unknownIn(doc, parts);
    expect(embeds.slice(0, 4)).toEqual(before.embeds);
    expect(embeds).toHaveLength(8);
    const stranger = open(parts, 2);
    Y.applyUpdate(stranger.doc, Y.encodeStateAsUpdate(doc), "network");
    expect(stranger.editor.doc.toJSON()).toEqual(editor.doc.toJSON());
    undo.undo();
    expect(unknownIn(doc, parts)).toEqual(before);
  });

  it("moves a block with all that a newer version says of it", () => {
    const { doc, undo, editor, act } = open(parts);
    const before = unknownIn(doc, parts);
    act((tr) => {
      const from = tr.doc.child(0).nodeSize;
      const to = from + tr.doc.child(1).nodeSize;
      const { content } = tr.doc.slice(from, to);
      tr.delete(from, to).insert(0, content);
    });
    expect(editor.doc.child(0).textContent).toBe(future.text);
    const moved = unknownIn(doc, parts).strange.filter((end) => (end as { gone?: boolean }).gone !== true);
    expect(moved).toEqual(before.strange);
    undo.undo();
    expect(unknownIn(doc, parts).strange.map((end) => ({ ...(end as object), gone: undefined }))).toEqual(
      before.strange.map((end) => ({ ...(end as object), gone: undefined })),
    );
  });

  it("deletes a placeholder only when its person does, and brings it back whole", () => {
    const { doc, undo, editor, act } = open(parts);
    const before = unknownIn(doc, parts);
    const from = editor.doc.child(0).nodeSize + editor.doc.child(1).nodeSize;
    act((tr) => tr.delete(from, from + 3));
    expect(unknownIn(doc, parts).embeds).toEqual([formula]);
    undo.undo();
    expect(unknownIn(doc, parts)).toEqual(before);
  });
});
