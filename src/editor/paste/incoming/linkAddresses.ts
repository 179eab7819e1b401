import type { EditorState, Transaction } from "@tiptap/pm/state";
import { findAddresses, mayHoldAddress } from "../../../domain/article/addresses.ts";
import { linkedAddresses, type Range } from "../../commands/marks.ts";

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
  return linked.length > 0 ? tr.setMeta(linkedAddresses, linked) : null;
}

/** The word before the caret, where it ends with an address. */
export function addressBefore({ selection: { $from } }: EditorState): Range | null {
  if (!$from.parent.isTextblock) return null;
  const from = Math.max(0, $from.parentOffset - longestWord);
  const word = $from.parent.textBetween(from, $from.parentOffset, "", "\ufffc").split(/\s/).at(-1) ?? "";
  return !mayHoldAddress(word) ? null : { from: $from.pos - word.length, to: $from.pos };
}

/** More than any address has. */
const longestWord = 2_100;
