import type { BlockStyle } from "../../../domain/article/content.ts";
import { safeLink } from "../../../domain/article/links.ts";

/**
 * What stands at a place of foreign HTML, as far as an article can say it: what CSS would call the computed style,
 * told by elements and by their own declarations. Style sheets are not read; browsers write what they say into the
 * elements that they copy.
 */
export interface Meaning {
  readonly style: BlockStyle;
  readonly indent: number;
  readonly quoted: boolean;
  /** How many lists stand around it. */
  readonly lists: number;
  /** In a list's item, of which further paragraphs are lines. */
  readonly item: boolean;
  /** In a cell of a table whose rows are lines. */
  readonly cell: boolean;
  /** Among the footnotes below a text. */
  readonly notes: boolean;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly href: string | null;
  readonly invisible: boolean;
  readonly sizeless: boolean;
  /** What becomes of spaces and line ends: one space of all, lines of the line ends alone, or both as they are. */
  readonly spaces: "collapse" | "lines" | "keep";
}

export const plainMeaning: Meaning = {
  style: "paragraph",
  indent: 0,
  quoted: false,
  lists: 0,
  item: false,
  cell: false,
  notes: false,
  bold: false,
  italic: false,
  href: null,
  invisible: false,
  sizeless: false,
  spaces: "collapse",
};

/** The attribute that holds an element's declarations (see `quietStyles`). */
export const styleName = "data-css";

/** An element's own declarations by their names, both in small letters; "" for what it does not declare. */
export type Declared = (property: string) => string;

export function declarationsOf(element: Element): Declared {
  const css = element.getAttribute(styleName);
  if (css === null) return () => "";
  const values = new Map<string, string>();
  for (const declaration of css.toLowerCase().split(";")) {
    const colon = declaration.indexOf(":");
    const value = declaration.slice(colon + 1).replace("!important", "");
    if (colon > 0) values.set(declaration.slice(0, colon).trim(), value.trim());
  }
  return (property) => values.get(property) ?? "";
}

const spacesOf: Record<string, Meaning["spaces"]> = {
  normal: "collapse",
  nowrap: "collapse",
  pre: "keep",
  "pre-wrap": "keep",
  "break-spaces": "keep",
  "pre-line": "lines",
};

/** What an element says of the words in it, whatever block they stand in. */
export function meaningIn(element: Element, name: string, css: Declared, around: Meaning): Meaning {
  const weight = css("font-weight");
  const slant = css("font-style");
  const visibility = css("visibility");
  const size = css("font-size");
  return {
    ...around,
    bold: weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : around.bold || name === "B" || name === "STRONG",
    italic: slant ? /^(italic|oblique)/.test(slant) : around.italic || name === "I" || name === "EM",
    href: name === "A" ? safeLink(element.getAttribute("href")) : around.href,
    invisible: visibility ? /^(hidden|collapse)$/.test(visibility) : around.invisible,
    sizeless: size ? isNothing(size) : around.sizeless,
    spaces: spacesOf[css("white-space")] ?? (name === "PRE" ? "keep" : around.spaces),
    notes: around.notes || isNotes(element, css),
  };
}

const isNothing = (length: string): boolean => /^0(\.0+)?([a-z%]+)?$/.test(length);

const isNotes = (element: Element, css: Declared): boolean =>
  /^(foot|end)note-list$/.test(css("mso-element")) || element.getAttribute("role") === "doc-endnotes";

const leftElements = new Set(
  "SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT EMBED SVG MATH CANVAS VIDEO AUDIO HEAD TITLE META LINK BUTTON INPUT SELECT TEXTAREA DEL".split(
    " ",
  ),
);
/** Word's remarks; of Word Online what it shows as deleted, and the end of each paragraph. */
const leftClasses = /(^|\s)(MsoCommentReference|msocom(anchor|off|txt)|TrackChangeTextDeletion|EOP)(\s|$)/;

/** Whether nothing of an element comes in: no words, deleted ones, remarks, and what its page does not show. */
export function isLeftOut(element: Element, name: string, css: Declared): boolean {
  return (
    leftElements.has(name) ||
    element.hasAttribute("hidden") ||
    leftClasses.test(element.getAttribute("class") ?? "") ||
    css("display") === "none" ||
    css("mso-hide") === "all" ||
    css("mso-list") === "ignore" ||
    /^comment(-list)?$/.test(css("mso-element")) ||
    isNothing(css("opacity")) ||
    isForReadersAloneOf(css)
  );
}

/** Words that a page gives to screen readers alone stand in a box of a pixel, or of none. */
function isForReadersAloneOf(css: Declared): boolean {
  if (/^rect\(\s*[01](px)?[\s,]/.test(css("clip")) || css("clip-path") === "inset(50%)") return true;
  if (!/^(hidden|clip)$/.test(css("overflow"))) return false;
  return ["width", "height", "max-width", "max-height"].some((side) => /^[01](px)?$/.test(css(side)));
}

const blockElements = new Set(
  "ADDRESS ARTICLE ASIDE CAPTION DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HGROUP LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL BLOCKQUOTE H1 H2 H3 H4 H5 H6".split(
    " ",
  ),
);

export function isBlock(name: string, css: Declared): boolean {
  const display = css("display");
  if (display === "") return blockElements.has(name);
  return !/^(inline|contents|ruby)/.test(display);
}

/** The style and the place of a block that is no list. `around` is what stands around it, with its words' meaning. */
export function blockMeaning(element: Element, name: string, css: Declared, around: Meaning): Meaning {
  if (name === "LI") return itemMeaning(element, around);
  const level = headingLevel(element, name);
  if (level > 0) return { ...around, style: level < 3 ? "heading" : "subheading", indent: 0, bold: false };
  if (name === "BLOCKQUOTE" || /(^|\s)Mso(Intense)?Quote(\s|$)/.test(element.getAttribute("class") ?? ""))
    return { ...around, style: "quote", indent: 0, quoted: true };
  const depth = /level(\d)/.exec(css("mso-list"))?.[1];
  if (depth && !around.quoted)
    return { ...around, style: wordListStyle(element), indent: Number(depth) - 1, lists: Number(depth) };
  return around;
}

/** A list in a quotation is the quotation's: whose words they are matters more than how they are set. */
export const listMeaning = (name: string, around: Meaning): Meaning => ({
  ...around,
  style: around.quoted ? "quote" : name === "OL" ? "number" : "bullet",
  indent: around.quoted ? 0 : around.lists,
  lists: around.lists + 1,
  item: false,
});

/** Word Online makes a list of each item and says the level beside it. */
function itemMeaning(element: Element, around: Meaning): Meaning {
  const list = around.lists > 0 ? around : listMeaning("UL", around);
  const level = Number(element.getAttribute("data-aria-level") ?? element.getAttribute("aria-level"));
  const indent = list.quoted || !(level >= 1) ? list.indent : Math.max(list.indent, level - 1);
  return { ...list, indent, item: true };
}

/** 1 to 6; 0 for what is no heading. */
function headingLevel(element: Element, name: string): number {
  if (/^H[1-6]$/.test(name)) return Number(name[1]);
  return element.getAttribute("role") === "heading" ? Number(element.getAttribute("aria-level") ?? 2) : 0;
}

/** Word writes the bullet or number of an item as ignored text. */
function wordListStyle(element: Element): BlockStyle {
  for (const span of element.querySelectorAll(`[${styleName}]`)) {
    if (!/mso-list:\s*ignore/i.test(span.getAttribute(styleName) ?? "")) continue;
    if (/^\s*\(?(\d+|[a-z]{1,4})[.)]/i.test(span.textContent ?? "")) return "number";
  }
  return "bullet";
}
