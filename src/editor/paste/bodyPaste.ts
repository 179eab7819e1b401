import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { CarriedPicture } from "./carriedPictures.ts";
import { CopySerializer, copiedText, isOwnCopy } from "./copy.ts";
import { incoming } from "./incoming.ts";
import { bodySlice } from "./pasteText.ts";
import type { Receivers } from "./receivers.ts";

/** What goes out of the body by the clipboard, and what comes in. */
export function bodyPaste(schema: Schema, receivers: Receivers): Plugin {
  const { hasMedia, pictureOf, bringMedia } = receivers;
  /** What the HTML carries that is being pasted or dropped. */
  let carried: ReadonlyMap<string, CarriedPicture> = new Map();
  const comesIn = (media: string): boolean => {
    const picture = carried.get(media);
    return hasMedia(media) || (picture !== undefined && bringMedia(media, picture));
  };
  return new Plugin({
    props: {
      clipboardSerializer: CopySerializer.of(schema, pictureOf),
      clipboardTextSerializer: copiedText,
      clipboardTextParser: (text, $context) => bodySlice(schema, text, $context.marks()),
      transformPastedText: (text) => incoming()?.withColumns(text) ?? text,
      transformPastedHTML(html) {
        carried = new Map();
        if (isOwnCopy(html)) {
          carried = incoming()?.carriedPictures(html) ?? carried;
          return incoming()?.quietStyles(html) ?? html;
        }
        const clean = incoming()?.cleanHtml(html);
        if (!clean) return "";
        if (clean.pictures > 0) incoming()?.tellOfForeignPictures(clean.pictures);
        return clean.html;
      },
      transformPasted(slice) {
        const own = withPictures(slice, comesIn);
        if (own !== slice)
          incoming()?.tellOfForeignPictures(slice.content.childCount - own.content.childCount);
        return own;
      },
      handlePaste: (view, event, slice) => incoming()?.pasteInto(view, event, slice, receivers) ?? false,
    },
  });
}

/** Figures whose picture is not in this newsroom's store stay out. */
function withPictures(slice: Slice, comesIn: (media: string) => boolean): Slice {
  const nodes: Node[] = [];
  slice.content.forEach((node) => {
    if (node.type.name !== "figure" || comesIn(String(node.attrs.media))) nodes.push(node);
  });
  return nodes.length === slice.content.childCount ? slice : Slice.maxOpen(Fragment.fromArray(nodes));
}
