import type { Fragment, Node, ResolvedPos } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import { bindingOf, type FollowedParagraph, type WrittenParagraph } from "../../binding/index.ts";
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
function resolve({ state }: TextEditor, place: Anchor): ResolvedPos | null {
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
  const $left = editor.isDestroyed ? null : resolve(editor, place);
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
 * The paragraph in which one was writing is gone, or emptied, while the caret was in it. Who types on without noticing
 * does so in a paragraph of one's own, which begins with the word that was being written, and not in a neighbour's.
 */
export class LostParagraph {
  readonly written: WrittenParagraph;
  readonly #editor: TextEditor;
  /** The word that was being written, in the paragraph. */
  readonly #word: { from: number; to: number };
  /** The paragraph in which one has written on. */
  #own: FollowedParagraph | null = null;

  /** `over`: aborted once it is back, after which nothing is written on in its place. */
  constructor(editor: TextEditor, written: WrittenParagraph, over: AbortSignal) {
    this.#editor = editor;
    this.written = written;
    this.#word = wordAround(textOf(written.block), written.offset, written.offset);
    this.#writeOn(over);
  }

  /** Brings the paragraph back to its place, around what was written on of it. */
  putBack(): void {
    if (this.#editor.isDestroyed) return;
    const { view } = this.#editor;
    const { tr } = view.state;
    const { block, offset } = this.written;
    const own = this.#own?.place();
    const there = own?.stands ? tr.doc.nodeAt(own.at) : null;
    let caret: number;
    if (own && there && there.content.size > 0) {
      const { from, to } = this.#word;
      const start = own.at + 1;
      tr.insert(start + there.content.size, block.content.cut(to)).insert(start, block.content.cut(0, from));
      caret = start + from + there.content.size;
    } else caret = this.#insert(tr, block.content) + offset;
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView());
    view.focus();
  }

  /** What was written on in its place, with what is lost around it; null where that is another paragraph. */
  around({ end, block, offset, units, place }: WrittenParagraph): WrittenParagraph | null {
    if (this.#own?.end !== end) return null;
    const { from, to } = this.#word;
    const { content } = this.written.block;
    return {
      end,
      place,
      block: block.copy(content.cut(0, from).append(block.content).append(content.cut(to))),
      offset: from + offset,
      units: [...this.written.units, ...units],
    };
  }

  /** Waits for the next key, unless one first goes elsewhere. */
  #writeOn(over: AbortSignal): void {
    const { dom } = this.#editor.view;
    const typed = new AbortController();
    const signal = AbortSignal.any([over, typed.signal]);
    const onType = (event: Event): void => {
      if (event instanceof KeyboardEvent && isOnTheWay.test(event.key)) return;
      typed.abort();
      if (types(event)) this.#begin();
    };
    for (const name of typesOn) dom.addEventListener(name, onType, { capture: true, signal });
  }

  /** A paragraph of its own with the word that was being written, and the caret in that. */
  #begin(): void {
    const { view } = this.#editor;
    const { from, to } = this.#word;
    const { tr } = view.state;
    const { block, offset } = this.written;
    const start = this.#insert(tr, block.content.cut(from, to));
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, start + offset - from)).scrollIntoView());
    this.#own = bindingOf(view.state)?.paragraphAt(start) ?? null;
  }

  /** Puts words where the paragraph stood, and answers with the position at which they begin. */
  #insert(tr: Transaction, words: Fragment): number {
    const { block, place } = this.written;
    const { stands, at } = place();
    const there = stands ? tr.doc.nodeAt(at) : null;
    if (there?.content.size === 0) {
      if (!there.sameMarkup(block)) tr.setNodeMarkup(at, null, block.attrs);
      tr.insert(at + 1, words);
      return at + 1;
    }
    const border = at + (there?.nodeSize ?? 0);
    insertBlock(tr, border, block.copy(words));
    return border + 1;
  }
}

/** Whether an event writes, or begins to. */
function types(event: Event): boolean {
  if (event instanceof KeyboardEvent) return event.key.length === 1 && !event.ctrlKey && !event.metaKey;
  if (event instanceof InputEvent) return event.inputType.startsWith("insert");
  return event.type === "compositionstart";
}
