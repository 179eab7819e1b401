import { Fragment, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { fieldText, mediaText } from "../../domain/article/document.ts";
import type { FieldName } from "../../domain/article/fields.ts";
import { fieldValue } from "../../domain/article/fieldValue.ts";
import { readArticle } from "../../domain/article/readArticle.ts";
import { articleFromTemplate, type TemplateBlock } from "../../domain/article/template.ts";
import { bodyBinding } from "../bodyBinding.ts";
import { fieldBinding } from "../fieldBinding.ts";
import { newFigureId } from "../figureIdentity.ts";
import { draggedOut } from "../moves.ts";
import { bodySchemaParts, fieldSchemaParts } from "../schema.ts";
import { takenParagraphs } from "../takenParagraphs.ts";
import { createArticleUndo } from "../undo.ts";
import type { WrittenParagraph } from "../writtenParagraph.ts";
import { HeadlessEditor } from "./headlessEditor.ts";

/** Both orders of client ids: which of two concurrent insertions comes first depends on them. */
export const bothOrders: [number, number][] = [
  [1, 2],
  [2, 1],
];

export const textBlock = (
  text: string,
  style: "paragraph" | "heading" | "bullet" = "paragraph",
): TemplateBlock => ({
  kind: "text",
  style,
  runs: text ? [{ text }] : [],
});

/** A field, or the caption of the lead picture, whose media id is «lead». */
export type LineName = FieldName | "caption";

function textNamed(doc: Y.Doc, name: LineName): Y.Text {
  const text = name === "caption" ? mediaText(doc, "lead", name) : fieldText(doc, name);
  if (!text) throw new Error("the article has no lead picture");
  return text;
}

const lineOf = ({ content }: Slice): string => content.textBetween(0, content.size, " ", "\n");

/** One person at an article, most of the time at its body; blocks are counted as they are shown. Each act is an undo step. */
export class Person {
  readonly doc = new Y.Doc();
  readonly undoHistory: ReturnType<typeof createArticleUndo>;
  readonly editor: HeadlessEditor;
  /** What this person was told of words that stayed when others took their paragraph away. */
  readonly told: string[] = [];
  /** Who deleted the paragraph in which this person was writing, with all that was in it; null for words alone. */
  readonly lost: (number | null)[] = [];
  /** Those paragraphs. */
  readonly lostWords: WrittenParagraph[] = [];
  readonly #fields = new Map<Y.Text, HeadlessEditor>();
  #clipboard: Slice | null = null;

  constructor(start: Uint8Array, clientId: number) {
    this.doc.clientID = clientId;
    Y.applyUpdate(this.doc, start, "network");
    this.undoHistory = createArticleUndo(this.doc);
    const plugins = bodyBinding({
      doc: this.doc,
      undo: this.undoHistory,
      onTaken: (taken) => {
        for (const paragraph of takenParagraphs(taken))
          if (paragraph.kept) this.told.push(`${paragraph.what} by ${paragraph.by}`);
          else if (paragraph.what === "deleted") {
            this.lost.push(paragraph.by);
            this.lostWords.push(paragraph.writing);
          }
      },
    });
    this.editor = new HeadlessEditor(bodySchemaParts, plugins);
  }

  act(change: (tr: Transaction) => void): this {
    const { tr } = this.editor.state;
    change(tr);
    this.undoHistory.stopCapturing();
    this.editor.dispatch(tr);
    return this;
  }

  /** Editor position of a character in a block. */
  at(block: number, offset: number): number {
    let position = 0;
    for (let i = 0; i < block; i++) position += this.editor.doc.child(i).nodeSize;
    return position + 1 + offset;
  }

  type = (block: number, offset: number, text: string): this =>
    this.act((tr) => tr.insertText(text, this.at(block, offset)));
  erase = (block: number, from: number, to: number): this =>
    this.act((tr) => tr.delete(this.at(block, from), this.at(block, to)));
  split = (block: number, offset: number): this => this.act((tr) => tr.split(this.at(block, offset)));
  /** Joins a block to the one before it. */
  join = (block: number): this => this.act((tr) => tr.join(this.at(block, 0) - 1));
  restyle = (block: number, style: string, indent = 0): this =>
    this.act((tr) => tr.setNodeMarkup(this.at(block, 0) - 1, null, { style, indent }));
  bold = (block: number, from: number, to: number): this =>
    this.act((tr) =>
      tr.addMark(this.at(block, from), this.at(block, to), this.editor.state.schema.mark("bold")),
    );
  unbold = (block: number, from: number, to: number): this =>
    this.act((tr) =>
      tr.removeMark(this.at(block, from), this.at(block, to), this.editor.state.schema.mark("bold")),
    );

  /** Deletes blocks as a whole. */
  remove = (block: number, count = 1): this =>
    this.act((tr) => tr.delete(this.at(block, 0) - 1, this.at(block + count, 0) - 1));

  /** Drags blocks: deletes and inserts in one go, before the block that stood at `target`. */
  move = (block: number, target: number, count = 1): this =>
    this.act((tr) => {
      const from = this.at(block, 0) - 1;
      const to = this.at(block + count, 0) - 1;
      const { content } = tr.doc.slice(from, to);
      const place = this.at(target, 0) - 1;
      tr.delete(from, to).insert(tr.mapping.map(place), content);
    });

  /** Drags words into another block. */
  drag = (block: number, from: number, to: number, target: number, offset: number): this =>
    this.act((tr) => {
      const { content } = tr.doc.slice(this.at(block, from), this.at(block, to));
      const place = this.at(target, offset);
      tr.delete(this.at(block, from), this.at(block, to));
      tr.insert(tr.mapping.map(place), content);
    });

  cut = (block: number, from: number, to: number): this =>
    this.act((tr) => {
      this.#clipboard = tr.doc.slice(this.at(block, from), this.at(block, to));
      tr.delete(this.at(block, from), this.at(block, to)).setMeta("uiEvent", "cut");
    });

  /** Cuts whole blocks with their breaks. */
  cutBlock = (block: number, count = 1): this =>
    this.act((tr) => {
      const from = this.at(block, 0) - 1;
      const to = this.at(block + count, 0) - 1;
      this.#clipboard = new Slice(tr.doc.slice(from, to).content, 0, 0);
      tr.delete(from, to).setMeta("uiEvent", "cut");
    });

  /** Pastes what was cut, whole blocks before a block. */
  paste = (block: number, offset = 0): this =>
    this.act((tr) => {
      const slice = Slice.fromJSON(this.editor.state.schema, (this.#clipboard as Slice).toJSON());
      const place =
        this.at(block, offset) - (slice.openStart === 0 && slice.content.firstChild?.isBlock ? 1 : 0);
      tr.replace(place, place, slice).setMeta("uiEvent", "paste");
    });

  /** A text that is not the body: its editor is opened with the first look at it. */
  #field(name: LineName): { text: Y.Text; editor: HeadlessEditor } {
    const text = textNamed(this.doc, name);
    let editor = this.#fields.get(text);
    if (!editor) {
      editor = new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text, undo: this.undoHistory })]);
      this.#fields.set(text, editor);
    }
    return { text, editor };
  }

  #actIn(name: LineName, change: (tr: Transaction) => void): this {
    const { editor } = this.#field(name);
    const { tr } = editor.state;
    change(tr);
    this.undoHistory.stopCapturing();
    editor.dispatch(tr);
    return this;
  }

  typeIn = (name: LineName, at: number, text: string): this =>
    this.#actIn(name, (tr) => tr.insertText(text, at));
  eraseIn = (name: LineName, from: number, to: number): this =>
    this.#actIn(name, (tr) => tr.delete(from, to));
  cutIn = (name: LineName, from: number, to: number): this =>
    this.#actIn(name, (tr) => {
      this.#clipboard = tr.doc.slice(from, to);
      tr.delete(from, to).setMeta("uiEvent", "cut");
    });
  copy = (block: number, from: number, to: number): this => {
    this.#clipboard = this.editor.doc.slice(this.at(block, from), this.at(block, to));
    return this;
  };
  takeClipboardOf(other: Person): this {
    this.#clipboard = other.#clipboard;
    return this;
  }

  /** Pastes the words of what was cut, on one line. */
  pasteIn = (name: LineName, from: number, to = from): this =>
    this.#actIn(name, (tr) =>
      tr.insertText(lineOf(this.#clipboard as Slice), from, to).setMeta("uiEvent", "paste"),
    );

  /** Drags words of the body into another text. */
  dragInto = (block: number, from: number, to: number, name: LineName, at: number): this => {
    const { editor } = this.#field(name);
    this.undoHistory.together(() => {
      const slice = this.editor.doc.slice(this.at(block, from), this.at(block, to));
      const out = this.editor.state.tr.delete(this.at(block, from), this.at(block, to));
      this.editor.dispatch(out.setMeta("uiEvent", draggedOut));
      editor.dispatch(editor.state.tr.insertText(lineOf(slice), at).setMeta("uiEvent", "drop"));
    });
    return this;
  };

  /** What a reader gets of a text that is not the body. */
  line(name: LineName): string {
    return fieldValue(this.#field(name).text);
  }

  /** What its editor shows. */
  seesLine(name: LineName): string {
    return this.#field(name).editor.doc.textContent;
  }

  pasteBlocks = (block: number, offset: number, ...texts: string[]): this =>
    this.act((tr) => {
      const { schema } = this.editor.state;
      const nodes = texts.map((text) => schema.node("textblock", null, [schema.text(text)]));
      const place = this.at(block, offset);
      tr.replaceRange(place, place, new Slice(Fragment.fromArray(nodes), 1, 1));
    });

  figure = (block: number, media = "m"): this =>
    this.act((tr) => {
      const node = this.editor.state.schema.node("figure", { id: newFigureId(), media, moves: 0 });
      tr.insert(this.at(block, 0) - 1, node);
    });

  moveFigure = (block: number, target: number): this =>
    this.act((tr) => {
      const from = this.at(block, 0) - 1;
      const node = tr.doc.child(block);
      const place = this.at(target, 0) - 1;
      const moved = node.type.create({ ...node.attrs, moves: Number(node.attrs.moves) + 1 });
      tr.delete(from, from + 1).insert(tr.mapping.map(place), moved);
    });

  undo(): this {
    this.undoHistory.undo();
    return this;
  }

  redo(): this {
    this.undoHistory.redo();
    return this;
  }

  /** What a reader of the article gets, a line a block: «text», or «style: text» for others than paragraphs. */
  reads(): string[] {
    return readArticle(this.doc).body.map((block) => {
      if (block.kind !== "text") return `[${block.kind}]`;
      const text = block.runs.map((run) => (run.bold ? `*${run.text}*` : run.text)).join("");
      const indent = block.indent > 0 ? ` +${block.indent}` : "";
      return block.style === "paragraph" ? text : `${block.style}${indent}: ${text}`;
    });
  }

  /** What the editor shows, in the same form but for marks. */
  sees(): string[] {
    const lines: string[] = [];
    this.editor.doc.forEach((node) => {
      const { style, indent } = node.attrs as { style: string; indent: number };
      if (!node.isTextblock) lines.push(`[${node.type.name}]`);
      else if (style === "paragraph") lines.push(node.textContent);
      else lines.push(`${style}${indent > 0 ? ` +${indent}` : ""}: ${node.textContent}`);
    });
    return lines;
  }
}

/** Two people who have the same article open and do not hear of each other until they `meet`. */
export function twoPeople(
  ids: readonly [number, number],
  ...body: TemplateBlock[]
): { a: Person; b: Person } {
  const start = articleFromTemplate({ language: "de-CH", body });
  return { a: new Person(start, ids[0]), b: new Person(start, ids[1]) };
}

export function meet(...people: Person[]): void {
  for (const from of people)
    for (const to of people)
      if (from !== to)
        Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), "network");
}
