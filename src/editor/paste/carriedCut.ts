import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { bindingOf, movesOf } from "../../binding/index.ts";

/** Read by this product alone. */
const format = "application/x-foureyes-cut";

/**
 * What is cut carries with it which letters it was, so that words which are pasted after a reload or in another tab
 * are known as the same ones.
 */
export function carriedCut(): Plugin {
  const moves = (view: EditorView) => {
    const doc = bindingOf(view.state)?.doc;
    return doc ? movesOf(doc) : null;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste(view, event) {
          moves(view)?.bringCut(event.clipboardData?.getData(format) ?? "");
          return false;
        },
      },
    },
    view(view) {
      // ProseMirror listens since before: by now it has taken the words out and filled the clipboard.
      const onCut = (event: ClipboardEvent): void => {
        const cut = event.defaultPrevented ? moves(view)?.lastCut : "";
        if (cut) event.clipboardData?.setData(format, cut);
      };
      view.dom.addEventListener("cut", onCut);
      return { destroy: () => view.dom.removeEventListener("cut", onCut) };
    },
  });
}
