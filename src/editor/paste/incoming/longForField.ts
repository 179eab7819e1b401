import { Fragment } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { type ArticleUndo, bindingOf } from "../../../binding/index.ts";
import { bodySlice } from "../pasteText.ts";
import { linkAddresses } from "./linkAddresses.ts";
import { offerRest } from "./tell.ts";
import { onOneLine, paragraphsOf } from "./wrappedLines.ts";

/** Several paragraphs that are longer together are no line of a field, but a text. Characters. */
const longestLine = 300;

interface Paste {
  undo: ArticleUndo;
  body: () => EditorView | null;
}

/** What of a paste comes into a field of one line: all of it on one line; of a long text the first paragraph. */
export function forOneLine(view: EditorView, text: string, { undo, body }: Paste): string {
  const line = onOneLine(text);
  const [first = "", ...rest] = line.length > longestLine ? paragraphsOf(text) : [];
  const doc = bindingOf(view.state)?.doc;
  if (rest.length === 0 || !doc) return line;
  const begins = first.trim();
  offerRest(rest.length, {
    doc,
    applies: () => !view.isDestroyed && view.state.doc.textContent.includes(begins),
    act() {
      const into = body();
      if (into) undo.together(() => append(into, rest.join("\n")));
    },
  });
  return begins;
}

/** Puts paragraphs at the end of the body; an empty one there gives way. */
function append(view: EditorView, text: string): void {
  const { doc, schema, tr } = view.state;
  const last = doc.lastChild;
  const end = doc.content.size;
  const isEmpty = last?.isTextblock === true && last.content.size === 0;
  const start = isEmpty ? end - last.nodeSize : end;
  tr.replaceWith(start, end, Fragment.from(bodySlice(schema, text, []).content));
  tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView();
  view.dispatch(tr.setMeta("uiEvent", "paste"));
  const links = linkAddresses(view.state, start, view.state.doc.content.size);
  if (links) view.dispatch(links);
  view.focus();
}
