import type { FieldName } from "./fields.ts";

/** Styles of a text block that this version knows; an unknown one is kept in the document and shown as a paragraph. */
export const blockStyles = ["paragraph", "heading", "subheading", "quote", "bullet", "number"] as const;
export type BlockStyle = (typeof blockStyles)[number];
export const isBlockStyle = (style: string): style is BlockStyle =>
  (blockStyles as readonly string[]).includes(style);

/** Marks that this version knows; `link` carries an address, the others `true`. */
export const markNames = ["bold", "italic", "link"] as const;
export type MarkName = (typeof markNames)[number];

/** A stretch of text with the same marks. `text` may hold "\n" for a line break. */
export interface TextRun {
  text: string;
  bold?: true;
  italic?: true;
  /** An address that passed `safeLink`. */
  link?: string;
}

/** Between the cells of a table's row, which is a paragraph; the same on the page, in exports and in copies. */
export const columnBorder = " | ";

export type BodyBlock =
  | { kind: "text"; style: BlockStyle; indent: number; runs: TextRun[] }
  | { kind: "figure"; id: string; media: string }
  | { kind: "divider" }
  /** A block that a newer version wrote. Exports leave it out. */
  | { kind: "unknown"; name: string };

export interface ArticleMedia {
  id: string;
  /** SHA-256 of the uploaded file in hexadecimal; null while a damaged or unfinished entry names none. */
  asset: string | null;
  caption: string;
  credit: string;
  source: string;
  alt: string;
}

export interface ArticleDetails {
  /** Media id of the lead picture; null when there is none or its media entry is gone. */
  leadMedia: string | null;
  /** A trail such as «News › International»; empty when not chosen. */
  section: string;
  /** BCP 47 tag. */
  language: string;
  /** ISO 8601 instant the article carries as its publication date; null: it is not published. */
  published: string | null;
  /** ISO 8601 instant it carries as that of its last update; null means: when it was last changed. */
  updated: string | null;
  /** Characters with spaces that the article is to have; null while nobody set any. */
  targetLength: number | null;
}

/** All that readers of an article may see, as plain data. Equal documents give deeply equal contents. */
export interface ArticleContent {
  fields: Record<FieldName, string>;
  body: BodyBlock[];
  /** Only entries that are well-formed, by id. */
  media: Record<string, ArticleMedia>;
  details: ArticleDetails;
}
