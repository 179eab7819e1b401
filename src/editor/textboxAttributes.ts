import type { EditorState } from "@tiptap/pm/state";
import { hasLongWord } from "./text/longWord.ts";

interface Textbox {
  label: string;
  placeholder: string;
  multiline: boolean;
  mayWrite: boolean;
  kind: "field" | "body";
  id?: string;
}

export const textboxAttributes =
  ({ label, placeholder, multiline, mayWrite, kind, id }: Textbox) =>
  (state: EditorState): Record<string, string> => ({
    class: `article-text article-${kind}${isEmpty(state) ? " is-empty" : ""}`,
    role: "textbox",
    ...(kind === "field" ? { dir: "auto" } : {}),
    "aria-label": label,
    "aria-multiline": String(multiline),
    "data-placeholder": mayWrite ? placeholder : "",
    ...(mayWrite ? { tabindex: "0" } : { "aria-readonly": "true" }),
    ...(hasLongWord(state.doc) ? { style: "font-kerning: none; hyphens: manual" } : {}),
    ...(id ? { id } : {}),
  });

function isEmpty({ doc }: EditorState): boolean {
  if (doc.inlineContent) return doc.content.size === 0;
  const only = doc.childCount === 1 ? doc.firstChild : null;
  return only?.isTextblock === true && only.content.size === 0 && only.attrs.style === "paragraph";
}
