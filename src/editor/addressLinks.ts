import { type Command, Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { linkedAddresses, type Range } from "./commands/marks.ts";
import { incoming } from "./paste/incoming.ts";

/** Web and e-mail addresses that are typed or pasted become links. */

/** An address becomes a link with the space behind it. `beforeLink` runs before each, so that one undo takes it back. */
export function addressLinks(beforeLink: () => void): Plugin<readonly Range[]> {
  return new Plugin<readonly Range[]>({
    key: linkedAddresses,
    state: {
      init: () => [],
      apply(transaction, linked) {
        const fresh = transaction.getMeta(linkedAddresses) as readonly Range[] | undefined;
        if (fresh) return fresh;
        return transaction.docChanged || transaction.selectionSet ? [] : linked;
      },
    },
    props: {
      handleTextInput(view, from, _to, text, insert) {
        const address =
          /^\s$/.test(text) && view.state.selection.empty ? incoming()?.addressBefore(view.state) : null;
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
    const address = state.selection.empty ? incoming()?.addressBefore(state) : null;
    if (!split(state, dispatch, view)) return false;
    if (address && view) linkTyped(view, address, beforeLink);
    return true;
  };

function linkTyped(view: EditorView, { from, to }: Range, beforeLink: () => void): void {
  const tr = incoming()?.linkAddresses(view.state, from, to);
  if (!tr) return;
  beforeLink();
  view.dispatch(tr);
  beforeLink();
}
