import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import {
  bindingOf,
  endAt,
  enterStandIns,
  placeOf,
  unitOf,
  unitsBetween,
  type WrittenParagraph,
} from "../../binding/index.ts";
import { insertBlock } from "../commands/atoms.ts";
import type { TextEditor } from "../TextEditor.ts";

/** A place in the text that stays where it is while others write. */
type Anchor = ReturnType<NonNullable<ReturnType<typeof bindingOf>>["anchor"]>;

/** How far the word reaches that a stretch of some text is part of. */
function wordAround(text: string, from: number, to: number): { from: number; to: number } {
  const before = /[\p{L}\p{M}\p{N}]+$/u.exec(text.slice(0, from))?.[0] ?? "";
  const behind = /^[\p{L}\p{M}\p{N}]+/u.exec(text.slice(to))?.[0] ?? "";
  return { from: from - before.length, to: to + behind.length };
}

/** Where a place in a block is now; null once it is in none. */
export function resolvePlace({ state }: TextEditor, place: Anchor): ResolvedPos | null {
  const binding = bindingOf(state);
  const index = binding?.indexOf(place.head) ?? null;
  if (!binding || index === null) return null;
  const $place = state.doc.resolve(binding.toPosition(index));
  return $place.depth === 1 ? $place : null;
}

const textOf = (block: Node): string => block.textBetween(0, block.content.size, "", "\ufffc");

/**
 * Of the paragraph in which one was writing, only letters stayed that the one who deleted it had not seen. Those of the
 * word they belong to come back, so that no half word is left.
 */
export function completeWord(editor: TextEditor, place: Anchor, { block, offset }: WrittenParagraph): void {
  const $left = editor.isDestroyed ? null : resolvePlace(editor, place);
  if (!$left) return;
  const { view } = editor;
  const { tr } = view.state;
  const left = textOf($left.parent);
  const from = offset - left.length;
  if (left === "" || textOf(block).slice(Math.max(0, from), offset) !== left) return;
  const word = wordAround(textOf(block), from, offset);
  tr.insert($left.start(), block.content.cut(word.from, from));
  tr.insert(tr.mapping.map($left.end()), block.content.cut(offset, word.to));
  if (tr.docChanged) view.dispatch(tr);
}

const typesOn = ["keydown", "beforeinput", "compositionstart", "pointerdown"] as const;
/** Keys that neither write nor lead elsewhere. */
const isOnTheWay = /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|Dead|Process|Unidentified)$/;

/**
 * The paragraph of the caret is gone, or emptied. Who types on without noticing
 * does so in a paragraph of one's own, which begins with the word that was being written, and not in a neighbour's.
 */
export class LostParagraph {
  readonly written: WrittenParagraph;
  readonly #editor: TextEditor;
  /** The word that was being written, in the paragraph. */
  readonly #word: { from: number; to: number };
  /** The end of the paragraph in which one has written on. */
  #own: WrittenParagraph["end"] | null = null;
  readonly #onWritesOn: () => void;
  /** Aborted once one types, or goes elsewhere. */
  readonly #typed = new AbortController();
  readonly #over: AbortSignal;

  /**
   * `over`: aborted once it is back, after which nothing is written on in its place. `onWritesOn`: called when one types
   * on in its place, before what is typed stands there.
   */
  constructor(editor: TextEditor, written: WrittenParagraph, over: AbortSignal, onWritesOn: () => void) {
    this.#editor = editor;
    this.written = written;
    this.#onWritesOn = onWritesOn;
    this.#over = over;
    this.#word = wordAround(textOf(written.block), written.offset, written.offset);
    this.#writeOn();
  }

  /** Whether something was written on in its place. */
  get isWrittenOn(): boolean {
    return this.#own !== null;
  }

  /** Whether what is typed next is written on in its place. */
  get isAwaited(): boolean {
    return !this.#typed.signal.aborted && !this.#over.aborted;
  }

  /** Brings the paragraph back to its place, around what was written on of it. */
  putBack(): void {
    if (this.#editor.isDestroyed) return;
    const { view } = this.#editor;
    const { tr } = view.state;
    const { block, offset } = this.written;
    const own = this.#own && placeOf(view.state, this.#own);
    const there = own?.stands ? tr.doc.nodeAt(own.at) : null;
    if (own && there && there.content.size > 0) {
      const { from, to } = this.#word;
      const start = own.at + 1;
      const behind = start + from + there.content.size;
      tr.insert(start + there.content.size, block.content.cut(to)).insert(start, block.content.cut(0, from));
      this.#dispatch(tr, behind);
      this.#standsFor(start, 0, from);
      this.#standsFor(behind, to, block.content.size);
    } else this.#insert(tr, 0, block.content.size, offset);
    view.focus();
  }

  /** What was written on in its place, with what is lost around it; null where that is another paragraph. */
  around({ end, block, offset, typed, units }: WrittenParagraph): WrittenParagraph | null {
    if (this.#own !== end) return null;
    const { from, to } = this.#word;
    const { content } = this.written.block;
    return {
      end,
      block: block.copy(content.cut(0, from).append(block.content).append(content.cut(to))),
      offset: from + offset,
      typed,
      units: [
        ...unitsBetween(this.written.units, 0, from),
        ...units,
        ...unitsBetween(this.written.units, to, content.size),
      ],
    };
  }

  /** Waits for the next key, unless one first goes elsewhere. */
  #writeOn(): void {
    const { dom } = this.#editor.view;
    const signal = AbortSignal.any([this.#over, this.#typed.signal]);
    const onType = (event: Event): void => {
      if (event instanceof KeyboardEvent && isOnTheWay.test(event.key)) return;
      this.#typed.abort();
      if (types(event)) this.#begin();
    };
    for (const name of typesOn) dom.addEventListener(name, onType, { capture: true, signal });
  }

  /** A paragraph of its own with the word that was being written, and the caret in that. */
  #begin(): void {
    const { view } = this.#editor;
    const { from, to } = this.#word;
    const start = this.#insert(view.state.tr, from, to, this.written.offset - from);
    this.#own = endAt(view.state, start);
    this.#onWritesOn();
  }

  /** Puts some of the words where the paragraph stood, and the caret into them. Returns the position at which they begin. */
  #insert(tr: Transaction, from: number, to: number, caret: number): number {
    const { block, end } = this.written;
    const { stands, at } = placeOf(this.#editor.state, end);
    const words = block.content.cut(from, to);
    const there = stands ? tr.doc.nodeAt(at) : null;
    const isEmpty = there?.content.size === 0;
    const border = isEmpty ? at : at + (there?.nodeSize ?? 0);
    if (!isEmpty) insertBlock(tr, border, block.copy(words));
    else {
      if (!there.sameMarkup(block)) tr.setNodeMarkup(at, null, block.attrs);
      tr.insert(at + 1, words);
    }
    this.#dispatch(tr, border + 1 + caret);
    this.#standsFor(border + 1, from, to, isEmpty ? [] : unitOf(end));
    return border + 1;
  }

  #dispatch(tr: Transaction, caret: number): void {
    this.#editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView());
  }

  /** What was put in at a position is some of the lost letters, and the paragraph's end behind them where that came along. */
  #standsFor(position: number, from: number, to: number, end: WrittenParagraph["units"] = []): void {
    const { units, block } = this.written;
    if (units.reduce((sum, { length }) => sum + length, 0) !== block.content.size) return;
    const originals = [...unitsBetween(units, from, to), ...end];
    enterStandIns(this.#editor.state, position, position + to - from + end.length, originals);
  }
}

/** Whether an event writes, or begins to. */
function types(event: Event): boolean {
  if (event instanceof KeyboardEvent) return event.key.length === 1 && !event.ctrlKey && !event.metaKey;
  if (event instanceof InputEvent) return event.inputType.startsWith("insert");
  return event.type === "compositionstart";
}
