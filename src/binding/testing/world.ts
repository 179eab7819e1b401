import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { articleFromTemplate } from "../../domain/article/template.ts";
import { bodyBinding } from "../bodyBinding.ts";
import { newFigureId } from "../figureIdentity.ts";
import { bodySchemaParts } from "../schema.ts";
import { type ArticleUndo, createArticleUndo } from "../undo.ts";
import { HeadlessEditor } from "./headlessEditor.ts";
import { Random } from "./random.ts";

export const operations = [
  "type",
  "type",
  "type",
  "erase",
  "enter",
  "enter",
  "join",
  "restyle",
  "mark",
  "paste",
  "figure",
  "cutBlocks",
  "replace",
  "deliver",
  "deliver",
  "deliver",
] as const;
export type OperationName = (typeof operations)[number] | "undo" | "redo" | "moveBlock" | "compose";

interface Writer {
  name: number;
  doc: Y.Doc;
  undo: ArticleUndo;
  editor: HeadlessEditor;
  /** Updates on their way to this writer, per sender in order. */
  inbox: Uint8Array[][];
}

/** Several people write one body over a slow network. Every choice comes from the seed. */
export class World {
  readonly random: Random;
  readonly writers: Writer[] = [];
  readonly log: string[] = [];
  /** Typed characters, each unique in the run, and those that somebody deleted. */
  readonly typed = new Set<string>();
  readonly deleted = new Set<string>();
  edits = 0;
  #nextCharacter = 0x4e00;

  constructor(seed: number, count: number) {
    this.random = new Random(seed);
    const start = articleFromTemplate({
      language: "de-CH",
      body: [
        { kind: "text", style: "heading", runs: [{ text: this.characters(4) }] },
        { kind: "text", style: "paragraph", runs: [{ text: this.characters(8) }] },
        { kind: "text", style: "bullet", runs: [{ text: this.characters(5) }] },
      ],
    });
    for (let name = 0; name < count; name++) {
      const doc = new Y.Doc();
      doc.clientID = 1 + this.random.below(2 ** 31);
      Y.applyUpdate(doc, start, "start");
      const undo = createArticleUndo(doc);
      const editor = new HeadlessEditor(bodySchemaParts, bodyBinding({ doc, undo }));
      const writer: Writer = { name, doc, undo, editor, inbox: Array.from({ length: count }, () => []) };
      doc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin === "network" || origin === "start") return;
        for (const other of this.writers) if (other !== writer) other.inbox[name]?.push(update);
      });
      this.writers.push(writer);
    }
  }

  /** Characters that appear nowhere else in this run. */
  characters(count: number): string {
    let text = "";
    for (let i = 0; i < count; i++) text += String.fromCharCode(this.#nextCharacter++);
    for (const character of text) this.typed.add(character);
    return text;
  }

  run(steps: number, names: readonly OperationName[]): void {
    for (let i = 0; i < steps; i++) {
      const writer = this.random.pick(this.writers);
      const name = this.random.pick(names);
      this.log.push(`${writer.name} ${name}`);
      this.#do(writer, name);
    }
  }

  /** Nobody composes any more, and everything arrives everywhere. */
  heal(): void {
    for (const { editor } of this.writers) editor.endComposition();
    for (let busy = true; busy; ) {
      busy = false;
      for (const writer of this.writers)
        for (const queue of writer.inbox)
          for (let update = queue.shift(); update; update = queue.shift()) {
            Y.applyUpdate(writer.doc, update, "network");
            busy = true;
          }
    }
  }

  #deliver(writer: Writer): void {
    const waiting = writer.inbox.filter((queue) => queue.length > 0);
    if (waiting.length === 0) return;
    const queue = this.random.pick(waiting);
    for (let n = 1 + this.random.below(4); n > 0 && queue.length > 0; n--)
      Y.applyUpdate(writer.doc, queue.shift() as Uint8Array, "network");
  }

  #do(writer: Writer, name: OperationName): void {
    if (name === "deliver") return this.#deliver(writer);
    if (name === "undo") return void writer.undo.undo();
    if (name === "redo") return void writer.undo.redo();
    const { editor } = writer;
    if (name === "compose") return this.#compose(editor);
    const tr = editor.state.tr;
    this[name](tr);
    if (!tr.docChanged) return;
    const before = new Set(editor.doc.textContent);
    writer.undo.stopCapturing();
    editor.dispatch(tr);
    const after = new Set(editor.doc.textContent);
    for (const character of before) if (!after.has(character)) this.deleted.add(character);
    this.edits++;
  }

  /** An input method begins to compose, or ends, with or without saying so. */
  #compose(editor: HeadlessEditor): void {
    if (!editor.composing) editor.composing = true;
    else if (this.random.chance(0.5)) editor.endComposition();
    else editor.composing = false;
  }

  #block(doc: Node): { node: Node; at: number } {
    const i = this.random.below(doc.childCount);
    let at = 0;
    for (let k = 0; k < i; k++) at += doc.child(k).nodeSize;
    return { node: doc.child(i), at };
  }

  /** A place in a text block, or null when the chosen block has none. */
  #place(doc: Node): number | null {
    const { node, at } = this.#block(doc);
    if (!node.isTextblock) return null;
    const edge = this.random.below(4);
    if (edge === 0) return at + 1;
    if (edge === 1) return at + 1 + node.content.size;
    return at + 1 + this.random.below(node.content.size + 1);
  }

  #range(doc: Node): { from: number; to: number } | null {
    const a = this.#place(doc);
    const b =
      this.random.chance(0.7) && a !== null
        ? Math.min(a + this.random.below(6), doc.resolve(a).end())
        : this.#place(doc);
    if (a === null || b === null) return null;
    return { from: Math.min(a, b), to: Math.max(a, b) };
  }

  type(tr: Transaction): void {
    const at = this.#place(tr.doc);
    if (at === null) return;
    const text = this.characters(1 + this.random.below(3));
    const marks = tr.doc.resolve(at).marks();
    tr.insert(at, tr.doc.type.schema.text(text, marks));
    tr.setSelection(TextSelection.create(tr.doc, at + text.length));
  }

  erase(tr: Transaction): void {
    const range = this.#range(tr.doc);
    if (range && range.to > range.from) tr.delete(range.from, range.to);
  }

  replace(tr: Transaction): void {
    const range = this.#range(tr.doc);
    if (range) tr.replaceWith(range.from, range.to, tr.doc.type.schema.text(this.characters(2)));
  }

  enter(tr: Transaction): void {
    const at = this.#place(tr.doc);
    if (at === null) return;
    const block = tr.doc.resolve(at);
    const atEnd = block.parentOffset === block.parent.content.size;
    const attrs =
      atEnd && block.parent.attrs.style === "heading"
        ? { style: "paragraph", indent: 0 }
        : block.parent.attrs;
    tr.split(at, 1, [{ type: block.parent.type, attrs }]);
  }

  join(tr: Transaction): void {
    const { at } = this.#block(tr.doc);
    const border = tr.doc.resolve(at);
    if (border.nodeBefore?.isTextblock && border.nodeAfter?.isTextblock) tr.join(at);
  }

  restyle(tr: Transaction): void {
    const { node, at } = this.#block(tr.doc);
    if (!node.isTextblock) return;
    const style = this.random.pick(["paragraph", "heading", "quote", "bullet", "number"]);
    tr.setNodeMarkup(at, null, { style, indent: this.random.below(2) });
  }

  mark(tr: Transaction): void {
    const range = this.#range(tr.doc);
    if (!range || range.to === range.from) return;
    const { bold, italic, link } = tr.doc.type.schema.marks;
    const mark = this.random.pick([bold, italic, link]);
    if (!mark) return;
    if (this.random.chance(0.3)) tr.removeMark(range.from, range.to, mark);
    else
      tr.addMark(range.from, range.to, mark.create(mark === link ? { href: "https://example.org/" } : null));
  }

  paste(tr: Transaction): void {
    const range = this.#range(tr.doc);
    if (!range) return;
    const { schema } = tr.doc.type;
    const blocks = Array.from({ length: 1 + this.random.below(3) }, () =>
      schema.node("textblock", { style: "paragraph", indent: 0 }, [schema.text(this.characters(2))]),
    );
    tr.replaceRange(range.from, range.to, new Slice(Fragment.fromArray(blocks), 1, 1));
  }

  figure(tr: Transaction): void {
    const { at } = this.#block(tr.doc);
    const { schema } = tr.doc.type;
    const node = this.random.chance(0.3)
      ? schema.node("divider")
      : schema.node("figure", { id: newFigureId(), media: "m", moves: 0 });
    if (this.random.chance(0.5)) tr.insert(at, node);
    else {
      const place = this.#place(tr.doc);
      if (place !== null) tr.replaceRangeWith(place, place, node);
    }
  }

  cutBlocks(tr: Transaction): void {
    const { node, at } = this.#block(tr.doc);
    if (this.random.chance(0.5)) tr.delete(at, at + node.nodeSize);
    else
      tr.deleteRange(at + (node.isTextblock ? 1 : 0), Math.min(tr.doc.content.size, at + node.nodeSize + 1));
  }

  moveBlock(tr: Transaction): void {
    const { node, at } = this.#block(tr.doc);
    tr.delete(at, at + node.nodeSize);
    tr.insert(this.#block(tr.doc).at, node);
  }
}
