import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { pictureAttribute } from "./carriedPictures.ts";
import { isOwnCopy } from "./copy.ts";
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

/** What a paste waits to come into. Words that are typed meanwhile stand behind it. */
interface Held {
  from: number;
  to: number;
}

/**
 * A paste in the first moments of a page waits until there is what reads it, and goes to where the caret was. Where
 * that cannot be fetched its plain text comes in. Some words alone need no reading, nor does the product's own copy.
 */
export function heldPaste(): Plugin<Held | null> {
  const plugin: Plugin<Held | null> = new Plugin<Held | null>({
    state: {
      init: () => null,
      apply(transaction, held) {
        const begun = transaction.getMeta(plugin) as { held: Held | null } | undefined;
        if (begun) return begun.held;
        const { mapping } = transaction;
        return held && { from: mapping.map(held.from, -1), to: mapping.map(held.to, -1) };
      },
    },
    props: {
      handleDOMEvents: {
        paste(view, event) {
          if (code || !view.editable || !event.clipboardData || !needsReading(event.clipboardData))
            return false;
          event.preventDefault();
          const copy = copyOf(event.clipboardData);
          const { from, to } = view.state.selection;
          view.dispatch(view.state.tr.setMeta(plugin, { held: { from, to } }));
          void fetchIncoming().then(() => pasteAgain(view, plugin, copy));
          return true;
        },
      },
    },
  });
  return plugin;
}

function needsReading(clipboard: DataTransfer): boolean {
  const html = clipboard.getData("text/html");
  return html === ""
    ? // Lines, nothing, or what may be an address.
      /[\r\n]|^$|\S[.@]\S/.test(clipboard.getData("text/plain"))
    : !isOwnCopy(html) || html.includes(pictureAttribute);
}

/** What a clipboard holds is gone once its event is over. */
function copyOf(clipboard: DataTransfer): DataTransfer {
  const copy = new DataTransfer();
  for (const type of clipboard.types) if (type !== "Files") copy.setData(type, clipboard.getData(type));
  for (const file of clipboard.files) copy.items.add(file);
  return copy;
}

/** The caret goes on where it is by now, unless it has waited at the place. */
function pasteAgain(view: EditorView, plugin: Plugin<Held | null>, clipboardData: DataTransfer): void {
  const held = view.isDestroyed ? null : plugin.getState(view.state);
  if (!held) return;
  const { tr, doc, selection } = view.state;
  const mine = selection.from === held.from && selection.to === held.to ? null : selection;
  tr.setSelection(TextSelection.between(doc.resolve(held.from), doc.resolve(held.to)));
  view.dispatch(tr.setMeta(plugin, { held: mine && { from: mine.from, to: mine.to } }));
  if (code)
    view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  else if (view.editable) view.pasteText(clipboardData.getData("text/plain"));
  const caret = plugin.getState(view.state);
  if (!caret) return;
  const now = view.state.doc;
  const back = TextSelection.between(now.resolve(caret.from), now.resolve(caret.to));
  view.dispatch(view.state.tr.setSelection(back).setMeta(plugin, { held: null }));
}
