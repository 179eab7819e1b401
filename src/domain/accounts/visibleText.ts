/**
 * Shows as nothing at all: joiners, variation selectors, tags, Hangul fillers and the like, and code points without a
 * picture of their own (format, surrogate, private, unassigned).
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\p{Cn}]+/gu;
/** Shows as a space, or on lines of its own; also the empty signs of Braille, of musical notation and of hieroglyphs. */
const blank = /[\s\p{Z}\p{Cc}\u2800\u{1D159}\u{13441}\u{13442}]+/gu;
/** A mark alone is none: it sits on what is before it. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** More marks in a row than any script puts on a letter; they would cover the lines above and below. */
const marksBeyond = /(?<=\p{M}{8})\p{M}+/gu;

/** Without anything that nobody sees, blanks included. */
export const withoutBlanks = (text: string): string => text.replace(invisible, "").replace(blank, "");

/**
 * One line, with a plain space for each row of blanks, nothing that nobody sees and no towers of marks; empty when nothing
 * shows.
 */
export function cleanLine(text: string): string {
  const line = text.replace(invisible, "").replace(marksBeyond, "").replace(blank, " ").trim();
  return visible.test(line) ? line : "";
}

/** Code points, as written and in the form in which names are compared (NFKC), where one can become 18. */
export const nameMaxLength = 120;

/** A person's name as it is stored; empty when nothing shows, or when it is too long. */
export function cleanName(text: string): string {
  const name = cleanLine(text);
  return Array.from(name.normalize("NFKC")).length > nameMaxLength ? "" : name;
}
