import { type Command, type EditorState, NodeSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { safeLink } from "../../domain/article/links.ts";
import { linkAround } from "./marks.ts";

/** Follows the link at the caret into a new tab, as a click with Ctrl or Cmd does. */
export const openLinkAtCaret: Command = (state) => {
  const href = safeLink(linkAround(state)?.href ?? null);
  if (href === null) return false;
  window.open(href, "_blank", "noopener,noreferrer");
  return true;
};

/** From a selected picture into its texts. */
export const enterFigureTexts: Command = (state, _dispatch, view) =>
  focusInFigure(state, view, ".article-text");

/** From a selected picture to its buttons. */
export const enterFigureTools: Command = (state, _dispatch, view) =>
  focusInFigure(state, view, "button:enabled");

function focusInFigure(state: EditorState, view: EditorView | undefined, wanted: string): boolean {
  const { selection } = state;
  if (!view || !(selection instanceof NodeSelection) || selection.node.type.name !== "figure") return false;
  const target = (view.nodeDOM(selection.from) as HTMLElement | null)?.querySelector<HTMLElement>(wanted);
  target?.focus();
  return target !== null && target !== undefined;
}

const focusable = 'a[href], button, input, select, textarea, [contenteditable="true"], [tabindex]';

/** To what follows the body on the page. The browser would go through every picture of the body first. */
export const leaveForward: Command = (_state, _dispatch, view) => {
  if (!view) return false;
  const { dom } = view;
  const next = [...dom.ownerDocument.querySelectorAll<HTMLElement>(focusable)].find(
    (element) =>
      dom.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
      !dom.contains(element) &&
      element.tabIndex >= 0 &&
      !element.matches(":disabled") &&
      element.checkVisibility(),
  );
  next?.focus();
  return next !== undefined;
};
