import { deleteSelection } from "@tiptap/pm/commands";
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { type Command, NodeSelection, TextSelection } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";
import { newFigureId } from "../src/binding/figureIdentity.ts";
import type { HeadlessEditor } from "../src/binding/testing/headlessEditor.ts";
import { blockStyles } from "../src/domain/article/content.ts";
import { addMedia } from "../src/domain/article/document.ts";
import {
  insertBlock,
  insertDivider,
  moveBlocks,
  moveFigureTo,
  removeBlock,
  writeBeside,
} from "../src/editor/commands/atoms.ts";
import { indentItems, setStyle } from "../src/editor/commands/blocks.ts";
import { removeLink, setLink, toggle } from "../src/editor/commands/marks.ts";
import { backspace, enter, forwardDelete, lineBreak } from "../src/editor/commands/typing.ts";
import { cutSelection, dragAcross, type FieldEdit, fieldEdits, intoBody, pasteCut } from "./fieldEditing.ts";
import type { EditKind, Operation } from "./operations.ts";
import type { Person } from "./person.ts";
import { block, chosen, isText, part, place, type Scene, selectRange, type Words } from "./scene.ts";

/** Does what the operation says with the product's own commands; what cannot be done where it falls does nothing. */
export function performEdit(person: Person, operation: Operation, words: Words): void {
  if (operation.do === "undo" || operation.do === "redo") {
    person.undo[operation.do]();
    return;
  }
  const { text = "body", to = "body" } = operation;
  const editor = person.editor(text, operation.c);
  if (!editor) return;
  const scene = { person, editor, words, ...chosen(operation) };
  if (operation.do === "drag" && (text !== "body" || to !== "body")) dragAcross(scene, text, to);
  else if (text === "body") bodyEdits[operation.do as BodyEdit](scene);
  else fieldEdits[operation.do as FieldEdit](scene, text);
}

type BodyEdit = Exclude<EditKind, "undo" | "redo">;

const run = (editor: HeadlessEditor, command: Command): boolean =>
  command(editor.state, (transaction) => editor.dispatch(transaction));

/** A border between blocks, or an end of the text. */
function border(doc: Node, a: number): number {
  let left = part(a, doc.childCount + 1);
  let at = 0;
  doc.forEach((node) => {
    if (left-- > 0) at += node.nodeSize;
  });
  return at;
}

const isFigure = (node: Node): boolean => node.type.name === "figure";

/** Where only figures and dividers are left, one is selected and written beside. */
function makeRoom(editor: HeadlessEditor): void {
  const { doc, tr } = editor.state;
  if (block(doc, 0, isText)) return;
  editor.dispatch(tr.setSelection(NodeSelection.create(doc, 0)));
  run(editor, writeBeside);
}

function setCaret({ editor, a, b }: Scene): boolean {
  const at = place(editor.doc, a, b);
  if (at === null) return false;
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, at)));
  return true;
}

/** From the start of the chosen block to the end of the n-th after it, with or without what is no text. */
function blocksFrom({ editor: { doc }, a, b, n }: Scene): { from: number; to: number } | null {
  const onlyText = b % 2 === 0;
  const first = block(doc, a, isText);
  if (!first) return null;
  let to = first.at + first.node.nodeSize;
  for (let k = 1; k < n; k++) {
    const next = doc.resolve(to).nodeAfter;
    if (!next || (onlyText && !next.isTextblock)) break;
    to += next.nodeSize;
  }
  return { from: first.at, to };
}

/** As ProseMirror drops what is dragged: taken out and put in by one transaction. */
function drop({ editor }: Scene, from: number, to: number, target: number): void {
  if (to <= from || (target >= from && target <= to)) return;
  const { doc, tr } = editor.state;
  const slice = doc.slice(from, to);
  const point = dropPoint(doc, target, slice) ?? target;
  if (point >= from && point <= to) return;
  tr.delete(from, to);
  const at = tr.mapping.map(point);
  tr.replaceRange(at, at, slice);
  editor.dispatch(tr);
}

const bodyEdits: Record<BodyEdit, (scene: Scene) => void> = {
  type(scene) {
    const { editor, c, n, words } = scene;
    makeRoom(editor);
    if ((c >= 500 || !(editor.state.selection instanceof TextSelection)) && !setCaret(scene)) return;
    for (let k = 0; k < n; k++) editor.dispatch(editor.state.tr.insertText(words(1)));
  },
  lineBreak: (scene) => setCaret(scene) && run(scene.editor, lineBreak),
  backspace: (scene) => setCaret(scene) && run(scene.editor, backspace),
  forwardDelete: (scene) => setCaret(scene) && run(scene.editor, forwardDelete),
  erase: (scene) => selectRange(scene, scene.n) && run(scene.editor, deleteSelection),
  replace(scene) {
    if (selectRange(scene, scene.n)) scene.editor.dispatch(scene.editor.state.tr.insertText(scene.words(2)));
  },
  enter: (scene) => setCaret(scene) && run(scene.editor, enter),
  restyle: (scene) =>
    setCaret(scene) &&
    run(scene.editor, setStyle(blockStyles[part(scene.c, blockStyles.length)] ?? "paragraph")),
  indent: (scene) => setCaret(scene) && run(scene.editor, indentItems(scene.c < 600 ? 1 : -1)),
  bold: (scene) => selectRange(scene, scene.n * 2) && run(scene.editor, toggle("bold")),
  italic: (scene) => selectRange(scene, scene.n * 2) && run(scene.editor, toggle("italic")),
  link: (scene) =>
    selectRange(scene, scene.n * 2) &&
    run(scene.editor, setLink(`https://example.org/${scene.c % 3}`, scene.words(1))),
  unlink: (scene) => selectRange(scene, scene.n * 2) && run(scene.editor, removeLink),
  paste(scene) {
    const { editor, c, n, words } = scene;
    makeRoom(editor);
    if (!selectRange(scene, c < 300 ? 2 : 0)) return;
    const { schema } = editor.state;
    const blocks = Array.from({ length: n }, (_, i) =>
      schema.node("textblock", { style: blockStyles[(c + i) % blockStyles.length], indent: 0 }, [
        schema.text(words(2), i === 1 ? [schema.mark("bold")] : []),
      ]),
    );
    const open = c % 2;
    editor.dispatch(editor.state.tr.replaceSelection(new Slice(Fragment.fromArray(blocks), open, open)));
  },
  cut(scene) {
    const { editor, person, c, n } = scene;
    if (c < 400) {
      if (!selectRange(scene, n)) return;
    } else {
      const range = blocksFrom(scene);
      if (!range) return;
      const { doc } = editor;
      const selected = TextSelection.between(doc.resolve(range.from + 1), doc.resolve(range.to - 1), -1);
      editor.dispatch(editor.state.tr.setSelection(selected));
    }
    if (!editor.state.selection.empty) cutSelection(person, editor);
  },
  pasteCut: (scene) =>
    setCaret(scene) &&
    pasteCut(scene.person, (slice) => {
      const { state } = scene.editor;
      const pasted = intoBody(slice, state.schema);
      scene.editor.dispatch(state.tr.replaceSelection(pasted).setMeta("uiEvent", "paste"));
    }),
  drag(scene) {
    const { doc } = scene.editor.state;
    const from = place(doc, scene.a, scene.b);
    const target = place(doc, scene.c, 1000 - scene.b);
    if (from === null || target === null) return;
    drop(scene, from, Math.min(doc.resolve(from).end(), from + scene.n * 2), target);
  },
  moveBlocks(scene) {
    const range = blocksFrom(scene);
    if (!range) return;
    const { editor, b, c } = scene;
    if (b < 600) {
      drop(scene, range.from, range.to, border(editor.doc, c));
      return;
    }
    const { doc, tr } = editor.state;
    const selected = TextSelection.between(doc.resolve(range.from + 1), doc.resolve(range.to - 1), -1);
    editor.dispatch(tr.setSelection(selected));
    run(editor, moveBlocks(c < 500 ? "up" : "down"));
  },
  deleteBlocks(scene) {
    const range = blocksFrom(scene);
    if (range) scene.editor.dispatch(scene.editor.state.tr.delete(range.from, range.to));
  },
  deleteAll({ editor }) {
    const { doc, tr } = editor.state;
    const first = block(doc, 0, isText);
    if (!first) return;
    editor.dispatch(tr.setSelection(TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size))));
    run(editor, deleteSelection);
  },
  figure({ person, editor, a }) {
    const media = newFigureId();
    person.undo.silently(() => addMedia(person.session.doc, media, "0".repeat(64)));
    const figure = editor.state.schema.node("figure", { id: newFigureId(), media, moves: 0 });
    person.undo.stopCapturing();
    editor.dispatch(insertBlock(editor.state.tr, border(editor.doc, a), figure));
    person.undo.stopCapturing();
  },
  moveFigure({ editor, a, c }) {
    const figure = block(editor.doc, a, isFigure);
    if (figure) run(editor, moveFigureTo(figure.at, border(editor.doc, c)));
  },
  deleteFigure({ editor, a }) {
    const figure = block(editor.doc, a, isFigure);
    if (!figure) return;
    editor.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.doc, figure.at)));
    run(editor, removeBlock(figure.at));
  },
  divider: (scene) => setCaret(scene) && run(scene.editor, insertDivider),
};
