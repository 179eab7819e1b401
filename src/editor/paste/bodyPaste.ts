import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { CopySerializer, copiedText, isOwnCopy } from "./copy.ts";
import { incoming } from "./incoming.ts";
import { bodySlice } from "./pasteText.ts";

export interface Receivers {
  onPictures: (files: File[], at?: number) => void;
  onForeignPictures: (count: number) => void;
  hasMedia: (id: string) => boolean;
}

/** What goes out of the body by the clipboard, and what comes in. */
export function bodyPaste(schema: Schema, receivers: Receivers): Plugin {
  const { onForeignPictures, hasMedia } = receivers;
  return new Plugin({
    props: {
      clipboardSerializer: CopySerializer.of(schema),
      clipboardTextSerializer: copiedText,
      clipboardTextParser: (text, $context) => bodySlice(schema, text, $context.marks()),
      transformPastedHTML(html) {
        if (isOwnCopy(html)) return incoming()?.quietStyles(html) ?? html;
        const clean = incoming()?.cleanHtml(html);
        if (!clean) return "";
        if (clean.pictures > 0) onForeignPictures(clean.pictures);
        return clean.html;
      },
      transformPasted(slice) {
        const own = ownFigures(slice, hasMedia);
        if (own !== slice) onForeignPictures(slice.content.childCount - own.content.childCount);
        return own;
      },
      handlePaste: (view, event, slice) => incoming()?.pasteInto(view, event, slice, receivers) ?? false,
    },
  });
}

/** A figure stands for media of one article; those of another have no picture here. */
function ownFigures(slice: Slice, hasMedia: (id: string) => boolean): Slice {
  const nodes: Node[] = [];
  slice.content.forEach((node) => {
    if (node.type.name !== "figure" || hasMedia(String(node.attrs.media))) nodes.push(node);
  });
  return nodes.length === slice.content.childCount ? slice : Slice.maxOpen(Fragment.fromArray(nodes));
}
