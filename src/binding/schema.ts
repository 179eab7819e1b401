import { type Extensions, getSchema, Mark, Node } from "@tiptap/core";
import type { TagParseRule } from "@tiptap/pm/model";
import { safeLink } from "../domain/article/links.ts";

/**
 * The one schema of every editor. Body and fields hold the same inline content; how the page draws a node is the
 * editor's (`nodeViews`). Names and attributes are what the binding reads, so they change together.
 *
 * Body: `textblock` (its `style` and `indent` are the terminator's), `figure`, `divider`, `unknownBlock`.
 * Inline: text, `hardBreak` ("\n" in the flat text), `unknownInline`.
 */

/** A list in flat text: every text block is one node; its style is an attribute, never a wrapper. */
export const TextBlock = Node.create({
  name: "textblock",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({
    style: { default: "paragraph", rendered: false },
    indent: { default: 0, rendered: false },
  }),
  parseHTML() {
    const style = (name: string) => (): { style: string } => ({ style: name });
    const listItem = (name: string) => (element: HTMLElement) => ({
      style: name,
      indent: listDepth(element),
    });
    return [
      { tag: "p[data-style]", getAttrs: (e) => blockAttributes(e) },
      { tag: "h1", getAttrs: style("heading") },
      { tag: "h2", getAttrs: style("heading") },
      { tag: "h3", getAttrs: style("subheading") },
      { tag: "h4", getAttrs: style("subheading") },
      { tag: "h5", getAttrs: style("subheading") },
      { tag: "h6", getAttrs: style("subheading") },
      { tag: "blockquote p", getAttrs: style("quote") },
      { tag: "blockquote", getAttrs: style("quote") },
      { tag: "ol > li", getAttrs: listItem("number") },
      { tag: "li", getAttrs: listItem("bullet") },
      { tag: "p" },
      { tag: "pre", preserveWhitespace: "full" },
      { tag: "div", priority: 40 },
    ];
  },
  renderHTML({ node }) {
    const { style, indent } = node.attrs as { style: string; indent: number };
    // Arabic and Hebrew run from right to left, whatever the paragraphs around them do.
    const attributes = {
      dir: "auto",
      "data-style": style,
      ...(indent > 0 ? { "data-indent": String(indent) } : {}),
    };
    if (style === "heading") return ["h2", attributes, 0];
    if (style === "subheading") return ["h3", attributes, 0];
    return ["p", attributes, 0];
  },
});

function blockAttributes(element: HTMLElement): { style: string; indent: number } {
  const indent = Number(element.dataset.indent ?? 0);
  return {
    style: element.dataset.style ?? "paragraph",
    indent: Number.isInteger(indent) && indent > 0 ? indent : 0,
  };
}

function listDepth(item: HTMLElement): number {
  let depth = -1;
  for (let e = item.parentElement; e; e = e.parentElement)
    if (e.tagName === "UL" || e.tagName === "OL") depth++;
  return Math.max(0, depth);
}

/** A picture in the body. `id` is the figure's own, `media` names the entry with asset and texts, `moves` counts its moves. */
export const Figure = Node.create({
  name: "figure",
  group: "block",
  atom: true,
  draggable: true,
  selectable: true,
  addAttributes: () => ({
    id: { default: "", rendered: false },
    media: { default: "", rendered: false },
    moves: { default: 0, rendered: false },
  }),
  parseHTML: () => [
    {
      tag: "figure[data-figure]",
      getAttrs: (e) => ({
        id: e.dataset.figure ?? "",
        media: e.dataset.media ?? "",
        moves: Number(e.dataset.moves ?? 0) || 0,
      }),
    },
  ],
  renderHTML: ({ node }) => [
    "figure",
    {
      "data-figure": node.attrs.id as string,
      "data-media": node.attrs.media as string,
      "data-moves": String(node.attrs.moves),
    },
  ],
});

export const Divider = Node.create({
  name: "divider",
  group: "block",
  atom: true,
  selectable: true,
  parseHTML: () => [{ tag: "hr" }],
  renderHTML: () => ["hr"],
});

/** A block that a newer version wrote; `embed` is kept as it is and never written back. */
export const UnknownBlock = Node.create({
  name: "unknownBlock",
  group: "block",
  atom: true,
  selectable: true,
  addAttributes: () => ({ embed: { default: null, rendered: false } }),
  parseHTML: () => ownPlaceholder("div[data-unknown]"),
  renderHTML: ({ node }) => ["div", { "data-unknown": nameOfEmbed(node.attrs.embed) }],
});

export const UnknownInline = Node.create({
  name: "unknownInline",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ embed: { default: null, rendered: false } }),
  parseHTML: () => ownPlaceholder("span[data-unknown]"),
  renderHTML: ({ node }) => ["span", { "data-unknown": nameOfEmbed(node.attrs.embed) }],
});

/** What this page showed as a placeholder, by the name it has on the clipboard. */
const embeds = new Map<string, unknown>();
const namesOfEmbeds = new WeakMap<object, string>();

/** The clipboard carries a name alone: what another page puts there must not get into an article unread. */
function nameOfEmbed(embed: unknown): string {
  if (typeof embed !== "object" || embed === null) return "";
  let name = namesOfEmbeds.get(embed);
  if (name === undefined) {
    name = crypto.getRandomValues(new Uint32Array(4)).join("-");
    namesOfEmbeds.set(embed, name);
    embeds.set(name, embed);
  }
  return name;
}

/** Placeholders of this page; those of others leave nothing. */
const ownPlaceholder = (tag: string): TagParseRule[] => [
  {
    tag,
    priority: 60,
    getAttrs: (e) => {
      const embed = embeds.get(e.dataset.unknown ?? "");
      return embed === undefined ? false : { embed };
    },
  },
  { tag, priority: 55, ignore: true },
];

export const HardBreak = Node.create({
  name: "hardBreak",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
});

export const Text = Node.create({ name: "text", group: "inline" });

export const Bold = Mark.create({
  name: "bold",
  parseHTML: () => [
    { tag: "strong" },
    { tag: "b", getAttrs: (e) => e.style.fontWeight !== "normal" && null },
    { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
  ],
  renderHTML: () => ["strong", 0],
});

export const Italic = Mark.create({
  name: "italic",
  parseHTML: () => [
    { tag: "em" },
    { tag: "i", getAttrs: (e) => e.style.fontStyle !== "normal" && null },
    { style: "font-style=italic" },
  ],
  renderHTML: () => ["em", 0],
});

export const BodyDocument = Node.create({ name: "doc", topNode: true, content: "block+" });
/** A field is one line: the document itself is the text block, so its positions are the flat text's. */
export const FieldDocument = Node.create({ name: "doc", topNode: true, content: "inline*" });

/** Schema parts without behaviour that every field editor needs. */
export const fieldSchemaParts: Extensions = [FieldDocument, Text, HardBreak, UnknownInline];
export const fieldSchema = getSchema(fieldSchemaParts);

/** Links grow at neither end; addresses pass `safeLink` before they get here and again when rendered. */
export const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: "", rendered: false } }),
  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (e) => {
        const href = safeLink(e.getAttribute("href"));
        return href === null ? false : { href };
      },
    },
  ],
  renderHTML: ({ mark }) => [
    "a",
    { href: safeLink(mark.attrs.href) ?? "", rel: "noopener noreferrer nofollow" },
    0,
  ],
});

/** Schema parts without behaviour that the body's editor needs. */
export const bodySchemaParts: Extensions = [
  BodyDocument,
  TextBlock,
  Figure,
  Divider,
  UnknownBlock,
  Text,
  HardBreak,
  UnknownInline,
  Bold,
  Italic,
  Link,
];
export const bodySchema = getSchema(bodySchemaParts);
