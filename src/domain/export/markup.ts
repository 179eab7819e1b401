import { isRightToLeft } from "../article/direction.ts";
import { removed } from "./cleanText.ts";

/** What may stand in the gaps of `html`: text is escaped, markup is taken as it is, null is nothing. */
export type HtmlPart = Html | string | number | null | readonly HtmlPart[];

/**
 * Finished markup. It comes from `html` and its siblings here only, so a plain string can never reach a page
 * without being escaped. Gaps may stand in element content and in double-quoted attribute values.
 */
export class Html {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  static template(strings: TemplateStringsArray, parts: readonly HtmlPart[]): Html {
    let source = strings[0] ?? "";
    for (let at = 0; at < parts.length; at++) source += render(parts[at] ?? null) + (strings[at + 1] ?? "");
    return new Html(source);
  }

  /** A data block; no text in it can end the element or begin a comment. */
  static dataBlock(type: "application/ld+json", value: unknown): Html {
    const json = JSON.stringify(value, (_key, entry: unknown) =>
      typeof entry === "string" ? entry.replace(removed, "") : entry,
    ).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
    return new Html(`<script type="${type}">${json}</script>`);
  }

  toString(): string {
    return this.#source;
  }
}

export const html = (strings: TemplateStringsArray, ...parts: HtmlPart[]): Html =>
  Html.template(strings, parts);

/** Line ends of the text become `<br>`. */
export const withBreaks = (text: string): HtmlPart =>
  text.includes("\n") ? text.split("\n").map((line, at) => (at === 0 ? line : html`<br>${line}`)) : text;

/** ` name="value"`; nothing when there is no value. */
export const attribute = (name: AttributeName, value: string | number | null): Html | null => {
  if (value === null) return null;
  return html` ${name}="${value}"`;
};

/** ` dir="rtl"` for text that runs from right to left, whatever the language of the article. */
export const direction = (text: string): Html | null => attribute("dir", isRightToLeft(text) ? "rtl" : null);

type AttributeName = "dir" | "lang" | "srcset" | "sizes";

function render(part: HtmlPart): string {
  if (typeof part === "string") return escape(part);
  if (part === null) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "number") return String(part);
  let source = "";
  for (const inner of part) source += render(inner);
  return source;
}

const suspect = /[&<>"'\0-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;
const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string =>
  suspect.test(text) ? text.replace(removed, "").replace(/[&<>"']/g, (sign) => entities[sign] ?? "") : text;
