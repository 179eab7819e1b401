import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { findAddresses } from "../domain/article/addresses.ts";

/** Web addresses that are typed or pasted become links. */

interface Range {
  from: number;
  to: number;
}

/** What became a link last, while nothing was written or selected since; then Backspace takes it back. */
const key = new PluginKey<readonly Range[]>("addressLinks");

/** An address becomes a link with the space behind it. `beforeLink` runs before each, so that one undo takes it back. */
export function addressLinks(beforeLink: () => void): Plugin<readonly Range[]> {
  return new Plugin<readonly Range[]>({
    key,
    state: {
      init: () => [],
      apply(transaction, linked) {
        const fresh = transaction.getMeta(key) as readonly Range[] | undefined;
        if (fresh) return fresh;
        return transaction.docChanged || transaction.selectionSet ? [] : linked;
      },
    },
    props: {
      handleTextInput(view, from, _to, text, insert) {
        const address = /^\s$/.test(text) && view.state.selection.empty ? addressBefore(view.state) : null;
        if (!address || address.to !== from) return false;
        view.dispatch(insert());
        linkTyped(view, address, beforeLink);
        return true;
      },
    },
  });
}

/** What Enter is to do (`split`), and an address before the caret becomes a link. */
export const linkAndSplit =
  (split: Command, beforeLink: () => void): Command =>
  (state, dispatch, view) => {
    const address = state.selection.empty ? addressBefore(state) : null;
    if (!split(state, dispatch, view)) return false;
    if (address && view) linkTyped(view, address, beforeLink);
    return true;
  };

/** Makes links of the addresses between two positions that are none yet; null when there are none. */
export function linkAddresses(state: EditorState, from: number, to: number): Transaction | null {
  const link = state.schema.marks.link;
  if (!link) return null;
  const linked: Range[] = [];
  const { tr } = state;
  state.doc.nodesBetween(from, to, (block, pos) => {
    if (!block.isTextblock) return true;
    for (const found of findAddresses(block.textBetween(0, block.content.size, "", "\ufffc"))) {
      const range = { from: pos + 1 + found.from, to: pos + 1 + found.to };
      if (range.from < from || range.to > to || state.doc.rangeHasMark(range.from, range.to, link)) continue;
      tr.addMark(range.from, range.to, link.create({ href: found.href }));
      linked.push(range);
    }
    return false;
  });
  return linked.length > 0 ? tr.setMeta(key, linked) : null;
}

/** Backspace right after an address became a link: it is one no more. */
export const takeLinksBack: Command = (state, dispatch) => {
  const linked = key.getState(state) ?? [];
  if (linked.length === 0 || !state.selection.empty) return false;
  const { tr } = state;
  for (const { from, to } of linked) tr.removeMark(from, to, state.schema.marks.link);
  dispatch?.(tr.setMeta(key, []));
  return true;
};

function linkTyped(view: EditorView, { from, to }: Range, beforeLink: () => void): void {
  const tr = linkAddresses(view.state, from, to);
  if (!tr) return;
  beforeLink();
  view.dispatch(tr);
  beforeLink();
}

/** The word before the caret, where it ends with an address. */
function addressBefore({ selection: { $from } }: EditorState): Range | null {
  if (!$from.parent.isTextblock) return null;
  const from = Math.max(0, $from.parentOffset - longestWord);
  const word = $from.parent.textBetween(from, $from.parentOffset, "", "\ufffc").split(/\s/).at(-1) ?? "";
  return word === "" ? null : { from: $from.pos - word.length, to: $from.pos };
}

/** More than any address has. */
const longestWord = 2_100;
