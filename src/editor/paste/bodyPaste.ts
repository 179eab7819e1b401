import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { safeLink } from "../../domain/article/links.ts";
import { writeBeside } from "../commands/atoms.ts";
import { setLink } from "../commands/marks.ts";
import { pictureFiles } from "../pictures/transfer.ts";
import { cleanHtml, copiedFragment, quietStyles } from "./cleanHtml.ts";
import { CopySerializer, copiedText } from "./copy.ts";
import { bodySlice } from "./pasteText.ts";

interface Receivers {
  onPictures: (files: File[], at?: number) => void;
  onForeignPictures: (count: number) => void;
  hasMedia: (id: string) => boolean;
}

/** What goes out of the body by the clipboard, and what comes in. */
export function bodyPaste(schema: Schema, { onPictures, onForeignPictures, hasMedia }: Receivers): Plugin {
  return new Plugin({
    props: {
      clipboardSerializer: CopySerializer.of(schema),
      clipboardTextSerializer: copiedText,
      clipboardTextParser: (text, $context) => bodySlice(schema, text, $context.marks()),
      transformPastedHTML(html) {
        const quiet = quietStyles(html);
        if (/\sdata-pm-slice=/.test(quiet)) return quiet;
        const clean = cleanHtml(new DOMParser().parseFromString(copiedFragment(quiet), "text/html"));
        if (clean.pictures > 0) onForeignPictures(clean.pictures);
        return clean.html;
      },
      transformPasted(slice) {
        const own = ownFigures(slice, hasMedia);
        if (own !== slice) onForeignPictures(slice.content.childCount - own.content.childCount);
        return own;
      },
      handlePaste(view, event, slice) {
        const transfer = event.clipboardData;
        const files = pictureFiles(transfer);
        if (files.length > 0 && slice.content.textBetween(0, slice.content.size).trim() === "") {
          onPictures(files);
          return true;
        }
        writeBeside(view.state, view.dispatch);
        return pasteLink(view, transfer?.getData("text/plain") ?? "");
      },
    },
  });
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

/** A figure stands for media of one article; those of another have no picture here. */
function ownFigures(slice: Slice, hasMedia: (id: string) => boolean): Slice {
  const nodes: Node[] = [];
  slice.content.forEach((node) => {
    if (node.type.name !== "figure" || hasMedia(String(node.attrs.media))) nodes.push(node);
  });
  return nodes.length === slice.content.childCount ? slice : Slice.maxOpen(Fragment.fromArray(nodes));
}
