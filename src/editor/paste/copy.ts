import { DOMSerializer, type Fragment, type Node, type Schema, type Slice } from "@tiptap/pm/model";
import { isBlockStyle } from "../../domain/article/content.ts";
import { isListStyle } from "../commands/blocks.ts";
import { type CarriedPicture, pictureAttribute } from "./carriedPictures.ts";

const inlineText = (node: Node): string =>
  node.textBetween(0, node.content.size, null, (leaf) => (leaf.type.name === "hardBreak" ? "\n" : ""));

/** Blocks with a blank line between them; items of a list stand together. */
export function copiedText(slice: Slice): string {
  let text = "";
  let before: string | null = null;
  slice.content.forEach((node) => {
    if (!node.isTextblock && !node.isInline) return;
    if (node.isInline) {
      text += node.isText ? node.text : node.type.name === "hardBreak" ? "\n" : "";
      return;
    }
    const style = String(node.attrs.style);
    if (before !== null) text += isListStyle(style) && isListStyle(before) ? "\n" : "\n\n";
    text += inlineText(node);
    before = style;
  });
  return text;
}

/** Tells this product's own copies from those of other ProseMirror editors, whose blocks are of other kinds. */
const ownMark = "data-foureyes-copy";
const beginsOwn =
  /^(?:\s|<meta[^<>]*>|<\/?(?:html|head|body)[^<>]*>|<!--StartFragment-->)*<[a-z0-9]+\s[^<>]*data-foureyes-copy/i;

/** Whether some HTML of the clipboard is a copy that an article's body made. */
export const isOwnCopy = (html: string): boolean => beginsOwn.test(html);

const tags: Record<string, string> = { heading: "h2", subheading: "h3", quote: "blockquote" };

/** Copies as other programs understand it: quotes are quotes, runs of list items are lists. */
export class CopySerializer extends DOMSerializer {
  #pictureOf: (media: string) => CarriedPicture | null = () => null;

  /** `pictureOf`: what a figure of that media id carries along. */
  static of(schema: Schema, pictureOf: (media: string) => CarriedPicture | null): CopySerializer {
    const { nodes, marks } = DOMSerializer.fromSchema(schema);
    const serializer = new CopySerializer(nodes, marks);
    serializer.#pictureOf = pictureOf;
    return serializer;
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const document = options.document ?? window.document;
    const out = target ?? document.createDocumentFragment();
    if (fragment.firstChild?.type.name !== "textblock" && fragment.firstChild?.isInline)
      return super.serializeFragment(fragment, options, out);
    /** Open lists, outermost first. */
    let lists: HTMLElement[] = [];
    fragment.forEach((node) => {
      const style = String(node.attrs.style ?? "");
      if (!isListStyle(style)) {
        lists = [];
        out.appendChild(this.#block(node, style, document, options));
        return;
      }
      const depth = Number(node.attrs.indent) + 1;
      const tag = style === "number" ? "ol" : "ul";
      lists = lists.slice(0, depth);
      if (lists.length === depth && lists[depth - 1]?.localName !== tag) lists.pop();
      while (lists.length < depth) {
        const list = document.createElement(tag);
        const outer = lists[lists.length - 1];
        (outer ? (outer.lastElementChild ?? outer) : out).appendChild(list);
        lists.push(list);
      }
      const item = document.createElement("li");
      super.serializeFragment(node.content, options, item);
      (lists[depth - 1] as HTMLElement).appendChild(item);
    });
    if (!target && out.firstChild instanceof Element) out.firstChild.setAttribute(ownMark, "");
    return out;
  }

  #block(node: Node, style: string, document: Document, options: { document?: Document }): HTMLElement {
    if (!node.isTextblock) {
      const atom = this.serializeNode(node, options) as HTMLElement;
      const picture = node.type.name === "figure" ? this.#pictureOf(String(node.attrs.media)) : null;
      if (picture) {
        atom.setAttribute(pictureAttribute, JSON.stringify({ server: location.origin, ...picture }));
        // For other programs, which read no attribute of this one.
        const words = document.createElement("figcaption");
        words.textContent = [picture.texts.caption, picture.texts.credit].filter(Boolean).join(" ");
        atom.append(words);
      }
      return atom;
    }
    const block = document.createElement(tags[style] ?? "p");
    // A style of a newer version has no name that other programs know.
    if (!isBlockStyle(style)) block.dataset.style = style;
    super.serializeFragment(node.content, options, block);
    return block;
  }
}
