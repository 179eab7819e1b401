/**
 * What may come in by typing, pasting and dropping. Soft hyphens, no-break spaces and joiners are content;
 * controls, byte order marks, object placeholders and halves of surrogate pairs are not.
 */

/** Everything a browser or a word processor means as a line end, also inside one paragraph. */
const lineEnds = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
const unwanted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufff9-\ufffc\ufffe\uffff]|\p{Surrogate}/gu;

/** Lines end in "\n", tabs are spaces, nothing unwanted is left. */
export const cleanText = (text: string): string =>
  text.replace(lineEnds, "\n").replaceAll("\t", " ").replace(unwanted, "");

/** Where clean text ends in a stretch: each place to mend, first one first. */
export function* flaws(text: string): Generator<{ at: number; length: number; instead: "" | " " | "\n" }> {
  const pattern = new RegExp(`(?<line>\\n|${lineEnds.source})|(?<tab>\\t)|${unwanted.source}`, "gu");
  for (const match of text.matchAll(pattern)) {
    const { line, tab } = match.groups ?? {};
    yield { at: match.index, length: match[0].length, instead: line ? "\n" : tab ? " " : "" };
  }
}

/** The paragraphs of plain text: every line with words in it is one. */
export const paragraphsOf = (text: string): string[] => {
  const lines = cleanText(text).split("\n");
  return lines.length === 1 ? lines : lines.filter((line) => line.trim() !== "");
};

/** All of it on one line. Text that has only one line keeps the spaces around it. */
export const oneLine = (text: string): string => {
  const lines = paragraphsOf(text);
  return lines.length === 1 ? (lines[0] as string) : lines.map((line) => line.trim()).join(" ");
};
