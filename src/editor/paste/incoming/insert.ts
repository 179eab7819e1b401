import { Fragment, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import { bindingOf } from "../../../binding/index.ts";
import { safeLink } from "../../../domain/article/links.ts";
import { writeBeside } from "../../commands/atoms.ts";
import { isListStyle } from "../../commands/blocks.ts";
import { setLink } from "../../commands/marks.ts";
import { pictureFiles } from "../../pictures/transfer.ts";
import { isOwnCopy } from "../copy.ts";
import type { Receivers } from "../receivers.ts";
import { fillFrom, hasLines, mayFill, reportIn } from "./fillFromAgency.ts";
import { joinLines } from "./joinLines.ts";
import { linkAddresses } from "./linkAddresses.ts";
import { offerFilling, offerJoining } from "./tell.ts";
import { paragraphsOf, wrappedLines } from "./wrappedLines.ts";

/** Brings a paste into the body; false where ProseMirror does it. */
export function pasteInto(
  view: EditorView,
  { clipboardData }: ClipboardEvent,
  slice: Slice,
  { onPictures, undo }: Pick<Receivers, "onPictures" | "undo">,
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
  const html = clipboardData?.getData("text/html") ?? "";
  if (!isOwnCopy(html)) linkWritten(view, tr, selection.from, selection.to);
  const text = clipboardData?.getData("text/plain") ?? "";
  const wrapped = html === "" ? wrappedLines(text) : null;
  const doc = bindingOf(view.state)?.doc;
  if (!doc) return true;
  const join = wrapped && joinLines(wrapped);
  const joins = (): boolean => join?.(view.state) ?? false;
  const report = reportIn(doc, wrapped ? paragraphsOf(text) : linesOf(slice));
  if (report)
    offerFilling(report.fields, {
      doc,
      applies: () => !view.isDestroyed && mayFill(report, view) && (joins() || hasLines(report, view)),
      act: () =>
        undo.together(() => {
          join?.(view.state, view.dispatch, view);
          fillFrom(report, view, undo);
        }),
    });
  else if (join)
    offerJoining({
      doc,
      applies: () => !view.isDestroyed && joins(),
      act: () => undo.together(() => join(view.state, view.dispatch, view)),
    });
  return true;
}

const linesOf = ({ content }: Slice): string[] => content.content.map((block) => block.textContent);

/** Brings words of another program into the body, where the pointer is; false for what ProseMirror drops. */
export function dropForeign(view: EditorView, event: DragEvent, slice: Slice): boolean {
  const pointer = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!pointer || slice.openStart === 0) return false;
  const { doc, tr } = view.state;
  const at = dropPoint(doc, pointer.pos, slice) ?? pointer.pos;
  const $at = doc.resolve(at);
  event.preventDefault();
  tr.replaceRange(at, at, fitted(slice, $at, $at));
  const end = tr.mapping.map(at);
  tr.setSelection(TextSelection.between(tr.doc.resolve(tr.mapping.map(at, -1)), tr.doc.resolve(end)));
  view.focus();
  view.dispatch(tr.setMeta("uiEvent", "drop"));
  linkWritten(view, tr, at, at);
  return true;
}

/** Addresses in what a transaction put in place of a range become links, in the same step of the history. */
function linkWritten(view: EditorView, { mapping }: Transaction, from: number, to: number): void {
  const links = linkAddresses(view.state, mapping.map(from, -1), mapping.map(to));
  if (links) view.dispatch(links);
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
