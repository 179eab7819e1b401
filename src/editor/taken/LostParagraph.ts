import { Fragment, type Node, type ResolvedPos } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { bindingOf, type WrittenParagraph } from "../../binding/index.ts";
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
  if (/^[\p{L}\p{M}\p{N}]/u.test(left)) tr.insert($left.start(), block.content.cut(word.from, from));
  if (/[\p{L}\p{M}\p{N}]$/u.test(left))
    tr.insert(tr.mapping.map($left.end()), block.content.cut(offset, word.to));
  if (tr.docChanged) view.dispatch(tr);
}

const typesOn = ["keydown", "beforeinput", "compositionstart"] as const;

/**
 * The paragraph in which one was writing is gone, or emptied, while the caret was in it. Who types on without noticing
 * does so in a paragraph of one's own, which begins with the word that was being written, and not in a neighbour's.
 */
export class LostParagraph {
  readonly #editor: TextEditor;
  readonly #block: Node;
  /** The word that was being written, in the paragraph. */
  readonly #word: { from: number; to: number };
  readonly #offset: number;
  /** In the paragraph itself where that was only emptied, otherwise at the end of the one above. */
  #place: Anchor | null;
  /** Whether `#place` is in the paragraph, in which one may have written since. */
  #stands: boolean;

  constructor(editor: TextEditor, position: number, { block, offset }: WrittenParagraph) {
    this.#editor = editor;
    this.#block = block;
    this.#offset = offset;
    this.#word = wordAround(textOf(block), offset, offset);
    const $position = editor.state.doc.resolve(position);
    this.#stands = $position.depth === 1;
    this.#place = position === 0 ? null : this.#anchor(TextSelection.near($position, -1));
    this.#writeOn();
  }

  /** Brings the paragraph back around what was written on in its place. */
  putBack(): void {
    const { view } = this.#editor;
    const { from, to } = this.#word;
    const $stands = this.#resolve();
    if (this.#editor.isDestroyed) return;
    const { tr } = view.state;
    let caret: number;
    if (this.#stands && $stands) {
      const isEmpty = $stands.parent.content.size === 0;
      const behind = this.#block.content.cut(isEmpty ? this.#offset : to);
      const before = this.#block.content.cut(0, isEmpty ? this.#offset : from);
      tr.insert($stands.end(), behind).insert($stands.start(), before);
      caret = $stands.end() + before.size;
    } else {
      const border = this.#border();
      insertBlock(tr, border, this.#block);
      caret = border + 1 + this.#offset;
    }
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView());
    view.focus();
    this.#stands = true;
    this.#place = this.#anchor(view.state.selection);
  }

  /** Waits for the next key, while the caret is where it was left. */
  #writeOn(): void {
    const { view } = this.#editor;
    const left = JSON.stringify(this.#anchor(view.state.selection));
    const stop = (): void => {
      for (const name of typesOn) view.dom.removeEventListener(name, onType, true);
    };
    const onType = (event: Event): void => {
      if (event instanceof KeyboardEvent && !writes(event)) return;
      if (event instanceof InputEvent && !event.inputType.startsWith("insert")) return;
      stop();
      if (!this.#stands || this.#resolve()?.parent.content.size === 0)
        if (JSON.stringify(this.#anchor(view.state.selection)) === left) this.#begin();
    };
    for (const name of typesOn) view.dom.addEventListener(name, onType, true);
  }

  /** A paragraph of its own with the word that was being written, and the caret in that. */
  #begin(): void {
    const { view } = this.#editor;
    const { from, to } = this.#word;
    const { tr } = view.state;
    const word = this.#block.content.cut(from, to);
    const $stands = this.#stands ? this.#resolve() : null;
    const start = $stands ? $stands.start() : this.#border() + 1;
    if ($stands) tr.insert(start, word);
    else insertBlock(tr, start - 1, this.#block.copy(Fragment.from(word)));
    view.dispatch(
      tr.setSelection(TextSelection.create(tr.doc, start + this.#offset - from)).scrollIntoView(),
    );
    this.#stands = true;
    this.#place = this.#anchor(view.state.selection);
  }

  #anchor(selection: Parameters<NonNullable<ReturnType<typeof bindingOf>>["anchor"]>[0]): Anchor | null {
    return bindingOf(this.#editor.state)?.anchor(selection) ?? null;
  }

  #resolve(): ResolvedPos | null {
    return this.#place && resolve(this.#editor, this.#place);
  }

  /** The border between blocks at which the paragraph stood. */
  #border(): number {
    return this.#resolve()?.after() ?? 0;
  }
}

const writes = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.length === 1 && !ctrlKey && !metaKey;
