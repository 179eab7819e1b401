import { Plugin, type SelectionBookmark } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type * as Incoming from "./incoming/index.ts";

let code: typeof Incoming | null = null;
let fetching: Promise<void> | null = null;

/** What reads what comes in; null until it is there, which no paste sees that `heldPaste` holds. */
export const incoming = (): typeof Incoming | null => code;

/** Fetches it: nobody needs it to write the first word. Resolves also where it cannot be fetched, as without a line. */
export function fetchIncoming(): Promise<void> {
  fetching ??= import("./incoming/index.ts").then(
    (all) => {
      code = all;
    },
    () => {
      fetching = null;
    },
  );
  return fetching;
}

/**
 * A paste in the first moments of a page waits until there is what reads it, and goes to where the caret was. Where
 * that cannot be fetched its plain text comes in.
 */
export function heldPaste(): Plugin<SelectionBookmark | null> {
  const plugin: Plugin<SelectionBookmark | null> = new Plugin<SelectionBookmark | null>({
    state: {
      init: () => null,
      apply(transaction, held) {
        const begun = transaction.getMeta(plugin) as { held: SelectionBookmark | null } | undefined;
        return begun ? begun.held : (held?.map(transaction.mapping) ?? null);
      },
    },
    props: {
      handleDOMEvents: {
        paste(view, event) {
          if (code || !view.editable || !event.clipboardData) return false;
          event.preventDefault();
          const copy = copyOf(event.clipboardData);
          view.dispatch(view.state.tr.setMeta(plugin, { held: view.state.selection.getBookmark() }));
          void fetchIncoming().then(() => pasteAgain(view, plugin, copy));
          return true;
        },
      },
    },
  });
  return plugin;
}

/** What a clipboard holds is gone once its event is over. */
function copyOf(clipboard: DataTransfer): DataTransfer {
  const copy = new DataTransfer();
  for (const type of clipboard.types) if (type !== "Files") copy.setData(type, clipboard.getData(type));
  for (const file of clipboard.files) copy.items.add(file);
  return copy;
}

function pasteAgain(
  view: EditorView,
  plugin: Plugin<SelectionBookmark | null>,
  clipboardData: DataTransfer,
): void {
  if (view.isDestroyed) return;
  const { state } = view;
  const held = plugin.getState(state);
  const tr = state.tr.setMeta(plugin, { held: null });
  view.dispatch(held ? tr.setSelection(held.resolve(state.doc)) : tr);
  if (!code) {
    if (view.editable) view.pasteText(clipboardData.getData("text/plain"));
    return;
  }
  view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
