import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import type { BlockStyle } from "../domain/article/content.ts";
import { endWords, untilEnded } from "../ui/index.ts";
import { incoming } from "./paste/incoming.ts";

/** A block that became a list's item because of what was typed at its start. */
export interface BegunList {
  /** Where the block begins. */
  at: number;
  /** What was typed, its space included. */
  marker: string;
  before: BlockStyle;
  list: BlockStyle;
}

export const begunList = new PluginKey<BegunList | null>("listBeginnings");

const listBegun = "listBegun";

/** Aborted once one is no more in the list that is being begun. */
export const begunListLeft = (): AbortSignal => untilEnded(listBegun);

function isInBegunList(state: EditorState): boolean {
  const begun = begunList.getState(state);
  const { $from } = state.selection;
  return (
    begun?.at === ($from.depth === 1 ? $from.before() : null) && $from.parent.attrs.style === begun?.list
  );
}

/** While the first word of such a block is being typed, the block is what that word makes of it. */
export function listBeginnings(): Plugin<BegunList | null> {
  return new Plugin<BegunList | null>({
    key: begunList,
    state: {
      init: () => null,
      apply(transaction, begun) {
        const fresh = transaction.getMeta(begunList) as BegunList | undefined;
        if (fresh || !begun || !transaction.docChanged) return fresh ?? begun;
        const { pos, deleted } = transaction.mapping.mapResult(begun.at);
        return deleted ? null : { ...begun, at: pos };
      },
    },
    view: () => ({
      update(view, before) {
        if (isInBegunList(before) && !isInBegunList(view.state)) endWords(listBegun);
      },
    }),
    props: {
      handleDOMEvents: {
        blur(_view, { relatedTarget }) {
          if (relatedTarget instanceof Element && relatedTarget.matches(".article-text, input, textarea"))
            endWords(listBegun);
        },
      },
      handleTextInput({ state, dispatch }, _from, _to, text, insert) {
        const begun = begunList.getState(state);
        const { $from, empty } = state.selection;
        const { parent, parentOffset } = $from;
        if (!begun || !empty || $from.depth !== 1 || $from.before() !== begun.at) return false;
        if (parentOffset < parent.content.size) return false;
        const { at, marker, before, list } = begun;
        const isList = parent.attrs.style === list;
        const words = parent.textContent + text;
        const word = isList ? words : words.startsWith(marker) ? words.slice(marker.length) : "";
        if (!/^\p{L}+$/u.test(word) || incoming()?.isNoItem(marker, word) !== isList) return false;
        const tr = insert().setNodeAttribute(at, "style", isList ? before : list);
        dispatch(isList ? tr.insertText(marker, at + 1) : tr.delete(at + 1, at + 1 + marker.length));
        return true;
      },
    },
  });
}
