import { TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fieldText } from "../domain/article/document.ts";
import { fieldValue } from "../domain/article/fieldValue.ts";
import { fieldBinding } from "./fieldBinding.ts";
import { fieldSchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { Random } from "./testing/random.ts";
import { bindingOf } from "./textBinding.ts";
import { createArticleUndo } from "./undo.ts";

function open(doc = new Y.Doc()) {
  const text = fieldText(doc, "headline");
  const undo = createArticleUndo(doc);
  const editor = new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text, undo })]);
  const type = (at: number, words: string) => editor.dispatch(editor.state.tr.insertText(words, at));
  return { doc, text, undo, editor, type };
}

const both = (a: Y.Doc, b: Y.Doc): void => {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), "network");
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), "network");
};

describe("a field and its text", () => {
  it("[P3] shows what is there and writes nothing by opening", () => {
    const doc = new Y.Doc();
    fieldText(doc, "headline").insert(0, "Zwei\nZeilen");
    fieldText(doc, "headline").insertEmbed(4, { kind: "formula" });
    const before = Y.encodeStateAsUpdate(doc);
    const { editor } = open(doc);
    expect(editor.doc.childCount).toBe(4);
    expect(editor.doc.textBetween(0, editor.doc.content.size, "", "·")).toBe("Zwei··Zeilen");
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  it("writes what was typed where it was typed, among equal letters too", () => {
    const { text, type } = open();
    type(0, "aaaa");
    const middle = Y.createRelativePositionFromTypeIndex(text, 2);
    type(2, "a");
    const found = Y.createAbsolutePositionFromRelativePosition(middle, text.doc as Y.Doc);
    expect(found?.index).toBe(3);
  });

  it("keeps what a colleague typed inside replaced text that stays the same", () => {
    const a = open();
    a.type(0, "Der grosse Brand");
    const b = open();
    both(a.doc, b.doc);
    b.type(10, "!");
    a.editor.dispatch(a.editor.state.tr.insertText("Ein grosser Brand", 0, 16));
    both(a.doc, b.doc);
    expect(fieldValue(a.text)).toBe(fieldValue(b.text));
    expect(fieldValue(a.text)).toContain("!");
    expect(a.editor.doc.textContent).toBe(fieldValue(a.text));
  });

  it("[M23] shows once what two people deleted and both took back, through a redo and after typing in it", () => {
    const a = open();
    a.type(0, "abcdef");
    a.undo.stopCapturing();
    const b = open();
    both(a.doc, b.doc);
    const agree = (): string => {
      both(a.doc, b.doc);
      expect(fieldValue(b.text)).toBe(fieldValue(a.text));
      for (const { editor, text } of [a, b]) expect(editor.doc.textContent).toBe(fieldValue(text));
      return fieldValue(a.text);
    };
    a.editor.dispatch(a.editor.state.tr.delete(1, 4));
    b.editor.dispatch(b.editor.state.tr.delete(2, 5));
    expect(agree()).toBe("af");
    a.undo.undo();
    b.undo.undo();
    expect(agree()).toBe("abcdef");
    a.undo.redo();
    b.undo.redo();
    expect(agree()).toBe("af");
    a.undo.undo();
    b.undo.undo();
    expect(agree()).toBe("abcdef");
    const shown = bindingOf(b.editor.state);
    b.type(3, "X");
    shown?.refresh();
    expect(agree()).toBe("abcXdef");
    a.editor.dispatch(a.editor.state.tr.delete(0, 4));
    expect(agree()).toBe("def");
  });

  it("never cuts a character in two", () => {
    const { text, editor, type } = open();
    type(0, "👩‍🚒x");
    editor.dispatch(editor.state.tr.insertText("👩‍🚀x", 0, editor.doc.content.size));
    expect(fieldValue(text)).toBe("👩‍🚀x");
    expect(text.toDelta()).toEqual([{ insert: "👩‍🚀x" }]);
  });

  it("leaves the caret where it is when a colleague types before, at and behind it", () => {
    const { doc, editor, type, text } = open();
    type(0, "Kopf");
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 2)));
    doc.transact(() => text.insert(2, "XX"), "network");
    expect(editor.state.selection.head).toBe(2);
    doc.transact(() => text.insert(0, "Y"), "network");
    expect(editor.state.selection.head).toBe(3);
  });

  it("a remote edit waits for a composition to end, and what is composed meanwhile goes where it belongs", () => {
    const { doc, editor, type, text } = open();
    type(0, "Haus am See");
    editor.composing = true;
    doc.transact(() => text.insert(0, "Ein "), "network");
    doc.transact(() => text.delete(8, 3), "network");
    expect(editor.doc.textContent).toBe("Haus am See");
    type(4, "に");
    editor.dispatch(editor.state.tr.insertText("日本", 4, 5));
    expect(fieldValue(text)).toBe("Ein Haus日本 See");
    editor.composing = false;
    bindingOf(editor.state)?.refresh();
    expect(editor.doc.textContent).toBe("Ein Haus日本 See");
  });

  it("undoes its own words only", () => {
    const a = open();
    const b = open();
    a.type(0, "eins ");
    both(a.doc, b.doc);
    b.type(5, "zwei ");
    both(a.doc, b.doc);
    expect(a.undo.undo()).toBe(true);
    expect(a.editor.doc.textContent).toBe("zwei ");
    expect(a.undo.undo()).toBe(false);
    expect(a.undo.redo()).toBe(true);
    expect(a.editor.doc.textContent).toBe("eins zwei ");
  });

  it("undoes two texts in two steps, however fast they were written", () => {
    const { doc, undo, text, type } = open();
    const kicker = fieldText(doc, "kicker");
    const other = new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text: kicker, undo })]);
    type(0, "Titel");
    other.dispatch(other.state.tr.insertText("Dach", 0));
    undo.undo();
    expect([fieldValue(text), fieldValue(kicker)]).toEqual(["Titel", ""]);
    undo.undo();
    expect(fieldValue(text)).toBe("");
  });

  it.each(Array.from({ length: 100 }, (_, i) => i + 1))(
    "[P1] seed %i: three people type in one line",
    (seed) => {
      const random = new Random(seed);
      const writers = [open(), open(), open()];
      let next = 0x4e00;
      const gone = new Set<string>();
      const typed = new Set<string>();
      for (let i = 0; i < 80; i++) {
        const { editor, doc } = random.pick(writers);
        const size = editor.doc.content.size;
        const from = random.below(size + 1);
        const to = random.chance(0.3) ? Math.min(size, from + random.below(4)) : from;
        for (const character of editor.doc.textBetween(from, to)) gone.add(character);
        const words = String.fromCharCode(next++);
        typed.add(words);
        editor.dispatch(editor.state.tr.insertText(words, from, to));
        if (random.chance(0.3)) both(doc, random.pick(writers.filter((w) => w.doc !== doc)).doc);
      }
      for (const a of writers) for (const b of writers) if (a !== b) both(a.doc, b.doc);
      const words = writers[0]!.editor.doc.textContent;
      for (const { editor, text } of writers) {
        expect(editor.doc.textContent).toBe(words);
        expect(fieldValue(text)).toBe(words);
      }
      expect(words.split("").sort()).toEqual([...typed].filter((c) => !gone.has(c)).sort());
    },
  );
});
