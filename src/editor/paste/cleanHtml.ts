import { safeLink } from "../../domain/article/links.ts";
import { cleanText } from "../text/cleanText.ts";

/** What a paste of foreign HTML comes down to. `pictures` counts those that were left out. */
export interface CleanHtml {
  html: string;
  pictures: number;
}

/** Where text stands while it is read. */
interface Place {
  style: string;
  indent: number;
  /** Inside a list item further paragraphs are line breaks. */
  item: boolean;
  lists: number;
  pre: boolean;
  bold: boolean;
  italic: boolean;
  href: string | null;
}

const left = new Set(
  "SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT EMBED SVG MATH CANVAS VIDEO AUDIO HEAD TITLE META LINK BUTTON INPUT SELECT TEXTAREA".split(
    " ",
  ),
);
const blocks = new Set(
  "ADDRESS ARTICLE ASIDE CAPTION DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HGROUP LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL BLOCKQUOTE H1 H2 H3 H4 H5 H6".split(
    " ",
  ),
);
const headings: Record<string, string> = {
  H1: "heading",
  H2: "heading",
  H3: "subheading",
  H4: "subheading",
  H5: "subheading",
  H6: "subheading",
};

/**
 * Turns HTML of word processors and web pages into flat blocks of the article's own kinds: no styles, no classes,
 * no pictures from elsewhere, no empty paragraphs. `document` must be inert (a `DOMParser`'s, of `quietStyles`): nothing
 * in it loads.
 */
export function cleanHtml(document: Document): CleanHtml {
  const reader = new Reader();
  reader.children(document.body, {
    style: "paragraph",
    indent: 0,
    item: false,
    lists: 0,
    pre: false,
    bold: false,
    italic: false,
    href: null,
  });
  return reader.finish();
}

const styleName = "data-css";

/**
 * HTML whose style attributes are called `data-css`, where `cleanHtml` reads them: the page's content security policy
 * forbids inline styles, and the browser reports each one to the console even in an inert document.
 */
export const quietStyles = (html: string): string =>
  html.replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s"'])style(?=\s*=)/gi, `$1${styleName}`));

/** The part of a clipboard's HTML that was copied. */
export const copiedFragment = (html: string): string =>
  /<!--\s*StartFragment\s*-->([\s\S]*)<!--\s*EndFragment\s*-->/i.exec(html)?.[1] ?? html;

class Reader {
  #out: string[] = [];
  #line = "";
  #style = "paragraph";
  #indent = 0;
  #pictures = 0;

  finish(): CleanHtml {
    this.#close();
    return { html: this.#out.join(""), pictures: this.#pictures };
  }

  children(parent: Node, place: Place): void {
    for (const child of parent.childNodes) {
      if (child.nodeType === 3) this.#text(child.textContent ?? "", place);
      else if (child.nodeType === 1) this.#element(child as HTMLElement, place);
    }
  }

  #element(element: HTMLElement, place: Place): void {
    const name = element.tagName.toUpperCase();
    const css = (element.getAttribute(styleName) ?? "").toLowerCase();
    if (left.has(name) || /display:\s*none|mso-list:\s*ignore/.test(css)) return;
    if (name === "IMG" || name === "PICTURE" || name === "V:IMAGEDATA") {
      this.#pictures++;
      return;
    }
    if (name === "BR") {
      this.#line += "<br>";
      return;
    }
    if (name === "HR") {
      this.#close();
      this.#out.push("<hr>");
      return;
    }
    if ((name === "TD" || name === "TH") && this.#line !== "") this.#line += " | ";
    const inside = marksOf(element, name, css, place);
    if (!blocks.has(name)) {
      this.children(element, inside);
      return;
    }
    this.#block(element, name, css, inside);
  }

  #block(element: HTMLElement, name: string, css: string, inside: Place): void {
    if (name === "UL" || name === "OL") {
      this.#close();
      const style = name === "OL" ? "number" : "bullet";
      this.children(element, {
        ...inside,
        style,
        indent: inside.lists,
        lists: inside.lists + 1,
        item: false,
      });
      this.#close();
      return;
    }
    if (inside.item && name !== "LI") {
      if (this.#line !== "" && !this.#line.endsWith("<br>")) this.#line += "<br>";
      this.children(element, inside);
      return;
    }
    const wordLevel = /mso-list:[^;]*level(\d)/.exec(css)?.[1];
    const heading = headings[name];
    if (name === "LI") {
      const listed = inside.lists > 0 ? inside : { ...inside, style: "bullet", lists: 1 };
      inside = { ...listed, item: true };
    } else if (wordLevel)
      inside = { ...inside, style: wordListStyle(element), indent: Number(wordLevel) - 1 };
    else if (heading) inside = { ...inside, style: heading, bold: false };
    else if (name === "BLOCKQUOTE") inside = { ...inside, style: "quote" };
    this.#close();
    this.#style = inside.style;
    this.#indent = inside.indent;
    this.children(element, name === "PRE" ? { ...inside, pre: true } : inside);
    this.#close();
  }

  #text(raw: string, place: Place): void {
    if (this.#line === "") {
      this.#style = place.style;
      this.#indent = place.indent;
    }
    const text = place.pre ? cleanText(raw) : cleanText(raw.replace(/[ \t\r\n\f]+/g, " "));
    const afterSpace = this.#line.endsWith(" ") || this.#line.endsWith("<br>");
    const visible = afterSpace && !place.pre ? text.replace(/^ /, "") : text;
    if (visible === "") return;
    let html = visible.split("\n").map(escape).join("<br>");
    if (place.italic) html = `<em>${html}</em>`;
    if (place.bold && !headingStyles.has(place.style)) html = `<strong>${html}</strong>`;
    if (place.href !== null) html = `<a href="${escape(place.href)}">${html}</a>`;
    this.#line += html;
  }

  /** Two line breaks in a row are what many pages use for a new paragraph. */
  #close(): void {
    const attributes = `data-style="${this.#style}"${this.#indent > 0 ? ` data-indent="${this.#indent}"` : ""}`;
    for (const part of this.#line.split(/(?:<br>\s*){2,}/)) {
      const content = part.replace(/^(?:<br>)+|(?:<br>|\s)+$/g, "");
      if (content.replace(/<[^>]*>/g, "").trim() !== "") this.#out.push(`<p ${attributes}>${content}</p>`);
    }
    this.#line = "";
  }
}

const headingStyles = new Set(["heading", "subheading"]);

function marksOf(element: HTMLElement, name: string, css: string, place: Place): Place {
  const inside = { ...place };
  if (name === "B" || name === "STRONG") inside.bold = true;
  if (name === "I" || name === "EM") inside.italic = true;
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/.exec(css)?.[1];
  if (weight) inside.bold = /^(bold|bolder|[6-9]00)$/.test(weight);
  const slant = /(?:^|;)\s*font-style:\s*(\w+)/.exec(css)?.[1];
  if (slant) inside.italic = slant === "italic" || slant === "oblique";
  if (name === "A") inside.href = safeLink(element.getAttribute("href"));
  if (name === "PRE" || /white-space:\s*pre/.test(css))
    inside.pre = name === "PRE" || /white-space:\s*pre(-wrap)?\b/.test(css);
  return inside;
}

/** Word writes the bullet or number of an item as ignored text. */
function wordListStyle(element: HTMLElement): string {
  for (const span of element.querySelectorAll(`[${styleName}]`)) {
    if (!/mso-list:\s*ignore/i.test(span.getAttribute(styleName) ?? "")) continue;
    if (/^\s*\(?(\d+|[a-z]{1,4})[.)]/i.test(span.textContent ?? "")) return "number";
  }
  return "bullet";
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
