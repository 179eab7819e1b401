import type { OpenEditors } from "./openEditors.ts";

/**
 * What is selected in one text of the page, a line for each block; "" while nothing is, or more than one text. Follows
 * the browser's selection, so it also works where one may only read.
 */
export function selectedText(editors: OpenEditors): string {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.anchorNode || !selection.focusNode) return "";
  const editor = editors.around(selection.anchorNode);
  if (!editor || editor !== editors.around(selection.focusNode)) return "";
  const { view, state } = editor;
  const ends = [
    view.posAtDOM(selection.anchorNode, selection.anchorOffset),
    view.posAtDOM(selection.focusNode, selection.focusOffset),
  ];
  const lineBreak = ({ type }: { type: { name: string } }): string => (type.name === "hardBreak" ? "\n" : "");
  return state.doc.textBetween(Math.min(...ends), Math.max(...ends), "\n", lineBreak);
}
