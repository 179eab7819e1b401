import { type Schema, Slice } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { movesOf } from "../src/binding/index.ts";
import type { HeadlessEditor } from "../src/binding/testing/headlessEditor.ts";
import { readArticle } from "../src/domain/article/readArticle.ts";
import { copiedText } from "../src/editor/paste/copy.ts";
import { moveAcross } from "../src/editor/paste/dragAcross.ts";
import { fieldSlice } from "../src/editor/paste/pasteText.ts";
import { spaces } from "./ledger.ts";
import type { EditKind, TextName } from "./operations.ts";
import type { Person } from "./person.ts";
import { part, place, type Scene, selectRange } from "./scene.ts";

/** What people do in the texts of one line, and with words that go from one text to another. */

export type FieldEdit = Extract<EditKind, "type" | "erase" | "replace" | "cut" | "pasteCut">;

/** What of the clipboard is a letter that nobody else has. */
const lettersOf = ({ content }: Slice): string =>
  content.textBetween(0, content.size, "", "").replace(spaces, "");

/** Cuts what is selected, as far as there are words in it. */
export function cutSelection(person: Person, editor: HeadlessEditor): void {
  const slice = editor.state.selection.content();
  if (lettersOf(slice) === "") return;
  editor.dispatch(editor.state.tr.deleteSelection().setMeta("uiEvent", "cut"));
  person.clipboard = { slice, cut: movesOf(person.session.doc).lastCut };
}

/**
 * Pastes what was cut and not pasted yet; false when there is nothing. Pasting what is still there would be a copy: the
 * same words twice because somebody wants them twice.
 */
export function pasteCut(person: Person, paste: (slice: Slice) => void): boolean {
  const { clipboard, session } = person;
  if (!clipboard) return false;
  const shown = JSON.stringify(readArticle(session.doc));
  if (Array.from(lettersOf(clipboard.slice)).some((letter) => shown.includes(letter))) return false;
  person.clipboard = null;
  // The page may be another one than that of the cut.
  movesOf(session.doc).bringCut(clipboard.cut);
  paste(clipboard.slice);
  return true;
}

/** As the clipboard carries it from any text. */
export const intoBody = (slice: Slice, schema: Schema): Slice => Slice.fromJSON(schema, slice.toJSON());

const intoField = (slice: Slice, schema: Schema, text: TextName): Slice =>
  fieldSlice(schema, copiedText(slice), text === "lead");

const edge = ({ a, b }: Scene, size: number): number => (b < 200 ? 0 : b < 400 ? size : part(a, size + 1));

function fieldRange(scene: Scene): { from: number; to: number } {
  const { size } = scene.editor.doc.content;
  const from = edge(scene, size);
  return { from, to: Math.min(size, from + scene.n) };
}

function select(scene: Scene): boolean {
  const { from, to } = fieldRange(scene);
  const { doc, tr } = scene.editor.state;
  scene.editor.dispatch(tr.setSelection(TextSelection.create(doc, from, to)));
  return to > from;
}

export const fieldEdits: Record<FieldEdit, (scene: Scene, text: TextName) => void> = {
  type(scene) {
    const { editor, n, words } = scene;
    editor.dispatch(editor.state.tr.insertText(words(n), fieldRange(scene).from));
  },
  erase(scene) {
    const { from, to } = fieldRange(scene);
    scene.editor.dispatch(scene.editor.state.tr.delete(from, to));
  },
  replace(scene) {
    const { from, to } = fieldRange(scene);
    scene.editor.dispatch(scene.editor.state.tr.delete(from, to).insertText(scene.words(scene.n), from));
  },
  cut: (scene) => select(scene) && cutSelection(scene.person, scene.editor),
  pasteCut: (scene, text) =>
    pasteCut(scene.person, (slice) => {
      const { editor } = scene;
      const at = fieldRange(scene).from;
      const pasted = intoField(slice, editor.state.schema, text);
      editor.dispatch(editor.state.tr.replace(at, at, pasted).setMeta("uiEvent", "paste"));
    }),
};

/** Drags words within a field, or from one text into another. */
export function dragAcross(scene: Scene, from: TextName, to: TextName): void {
  const { person, editor, b } = scene;
  const target = person.editor(to, b);
  if (!target || !(from === "body" ? selectRange(scene, scene.n * 2) : select(scene))) return;
  if (lettersOf(editor.state.selection.content()) === "") return;
  if (target === editor) dragWithin(editor, scene);
  else
    moveAcross(person.undo, editor, (slice) => {
      const { schema, tr } = target.state;
      const at = to === "body" ? place(target.doc, scene.c, b) : part(scene.c, target.doc.content.size + 1);
      const words = to === "body" ? intoBody(slice, schema) : intoField(slice, schema, to);
      tr.replaceRange(at ?? target.doc.content.size, at ?? target.doc.content.size, words);
      target.dispatch(tr.setMeta("uiEvent", "drop"));
    });
}

function dragWithin(editor: HeadlessEditor, { c }: Scene): void {
  const { selection, tr } = editor.state;
  const words = selection.content();
  tr.deleteSelection();
  const at = part(c, tr.doc.content.size + 1);
  tr.replace(at, at, words);
  if (tr.doc.eq(editor.doc)) return;
  editor.dispatch(tr.setMeta("uiEvent", "drop"));
}
