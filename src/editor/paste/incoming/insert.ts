import { Fragment, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { safeLink } from "../../../domain/article/links.ts";
import { writeBeside } from "../../commands/atoms.ts";
import { isListStyle } from "../../commands/blocks.ts";
import { setLink } from "../../commands/marks.ts";
import { pictureFiles } from "../../pictures/transfer.ts";

/** Brings a paste into the body; false where ProseMirror does it. */
export function pasteInto(
  view: EditorView,
  { clipboardData }: ClipboardEvent,
  slice: Slice,
  { onPictures }: { onPictures: (files: File[]) => void },
): boolean {
  const files = pictureFiles(clipboardData);
  if (files.length > 0 && slice.content.textBetween(0, slice.content.size).trim() === "") {
    onPictures(files);
    return true;
  }
  writeBeside(view.state, view.dispatch);
  if (pasteLink(view, clipboardData?.getData("text/plain") ?? "")) return true;
  const { selection, tr } = view.state;
  tr.replaceSelection(fitted(slice, selection.$from, selection.$to)).scrollIntoView();
  view.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste"));
  return true;
}

/** An address pasted over selected words makes them a link. */
function pasteLink(view: EditorView, text: string): boolean {
  const address = text.trim();
  const { selection } = view.state;
  if (selection.empty || !selection.$from.sameParent(selection.$to) || !selection.$from.parent.inlineContent)
    return false;
  const href = /^(https?:\/\/|mailto:|tel:)\S+$/i.test(address) ? safeLink(address) : null;
  return href !== null && setLink(href, "")(view.state, view.dispatch, view);
}

/**
 * What comes into a quotation or a list goes on with it: its plain paragraphs are the quotation's or items, and what
 * stands behind the caret stays what it was, whatever comes in before it. One plain paragraph takes on any style.
 */
function fitted(slice: Slice, $from: ResolvedPos, $to: ResolvedPos): Slice {
  const { attrs, type } = $from.parent;
  const style = String(attrs.style);
  const goesOn = style === "quote" || isListStyle(style) || slice.content.childCount === 1;
  if (type.name !== "textblock" || !goesOn) return slice;
  const nodes: Node[] = [];
  slice.content.forEach((node) => {
    const isPlain = node.type === type && node.attrs.style === "paragraph";
    nodes.push(isPlain ? type.create({ ...node.attrs, style, indent: attrs.indent }, node.content) : node);
  });
  const hasTail = $to.parentOffset < $to.parent.content.size;
  const joinsTail = nodes.length < 2 || nodes.at(-1)?.attrs.style === style || !hasTail;
  return new Slice(Fragment.fromArray(nodes), slice.openStart, joinsTail ? slice.openEnd : 0);
}
