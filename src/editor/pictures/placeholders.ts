import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { bringIntoView } from "./bringIntoView.ts";
import { mayArrive, type PictureUploads } from "./uploads.ts";

type Change = { add: { id: string; at: number } } | { remove: string };

const key = new PluginKey<DecorationSet>("uploadPlaceholders");

/** Shows where pictures on their way will stand. Decorations only: colleagues see nothing before it is there. */
export function uploadPlaceholders(uploads: PictureUploads): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, set) {
        const mapped = set.map(transaction.mapping, transaction.doc);
        const change = transaction.getMeta(key) as Change | undefined;
        if (!change) return mapped;
        if ("remove" in change)
          return mapped.remove(mapped.find(undefined, undefined, (spec) => spec.upload === change.remove));
        const { id, at } = change.add;
        return mapped.add(transaction.doc, [
          Decoration.widget(at, () => placeholder(id, uploads), {
            key: `upload-${id}`,
            upload: id,
            ignoreSelection: true,
            stopEvent: () => true,
          }),
        ]);
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view(view) {
      const unsubscribe = uploads.state.subscribe(({ uploads: now }, { uploads: before }) => {
        for (const old of before)
          if (
            !now.some((each) => each.id === old.id && mayArrive(each)) &&
            placeOf(view.state, old.id) !== null
          )
            forget(view, old.id);
        for (const upload of now) {
          const element = view.dom.querySelector<HTMLElement>(`[data-upload="${upload.id}"]`);
          if (!element) continue;
          element.dataset.phase = upload.phase;
          element.style.setProperty("--progress", String(upload.progress));
        }
      });
      return { destroy: unsubscribe };
    },
  });
}

function placeholder(id: string, uploads: PictureUploads): HTMLElement {
  const upload = uploads.state.getState().uploads.find((each) => each.id === id);
  const element = document.createElement("div");
  element.className = "upload-placeholder";
  element.dataset.upload = id;
  element.dataset.phase = upload?.phase ?? "waiting";
  element.setAttribute("aria-hidden", "true");
  if (upload) {
    const image = element.appendChild(document.createElement("img"));
    image.alt = "";
    image.src = upload.preview;
  }
  return element;
}

/** `show`: brings the placeholder into view. */
export function hold(view: EditorView, id: string, at: number, { show }: { show: boolean }): void {
  view.dispatch(view.state.tr.setMeta(key, { add: { id, at } } satisfies Change));
  const image = show && view.dom.querySelector<HTMLElement>(`[data-upload="${id}"] img`);
  if (!image) return;
  // With room for its texts, as editor.css leaves it below.
  image.style.scrollMarginBlockEnd = "9rem";
  // It has its height once it is loaded.
  for (const end of ["load", "error"])
    image.addEventListener(end, () => bringIntoView(image), { once: true });
}

export function forget(view: EditorView, id: string): void {
  view.dispatch(view.state.tr.setMeta(key, { remove: id } satisfies Change));
}

/** Where the placeholder of an upload stands now; null when there is none. */
export function placeOf(state: EditorState, id: string): number | null {
  return key.getState(state)?.find(undefined, undefined, (spec) => spec.upload === id)[0]?.from ?? null;
}
