/**
 * The one-line texts around the body, in form order. Each is a `Y.Text` of the article's document under its
 * own name. Form, validation, search and export iterate over this table; a new field is added here only.
 * `maxLength` is the length a newsroom aims at, in code points; it warns and never cuts.
 */
export const articleFields = {
  kicker: { label: "Kicker", maxLength: 40, lineBreaks: false },
  headline: { label: "Headline", maxLength: 90, lineBreaks: false },
  lead: { label: "Lead", maxLength: 600, lineBreaks: true },
  byline: { label: "Byline", maxLength: 120, lineBreaks: false },
  dateline: { label: "Dateline", maxLength: 60, lineBreaks: false },
  source: { label: "Source", maxLength: 80, lineBreaks: false },
  contact: { label: "Contact", maxLength: 120, lineBreaks: false },
} as const satisfies Record<string, FieldDefinition>;

export interface FieldDefinition {
  /** The accessible name of the field's textbox (English). */
  label: string;
  maxLength: number;
  lineBreaks: boolean;
}

export type FieldName = keyof typeof articleFields;
export const fieldNames = Object.keys(articleFields) as FieldName[];

/** The texts of one picture, in form order; the labels are the accessible names inside its figure. */
export const mediaFields = {
  caption: { label: "Caption", maxLength: 300, lineBreaks: false },
  credit: { label: "Credit", maxLength: 120, lineBreaks: false },
  source: { label: "Picture source", maxLength: 120, lineBreaks: false },
  alt: { label: "Alternative text", maxLength: 200, lineBreaks: false },
} as const satisfies Record<string, FieldDefinition>;

export type MediaFieldName = keyof typeof mediaFields;
export const mediaFieldNames = Object.keys(mediaFields) as MediaFieldName[];
