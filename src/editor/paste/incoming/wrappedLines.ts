import { cleanText } from "../../text/cleanText.ts";

/** How a line goes on in the next one: how many signs go at its end and at the start of the next, and what comes between. */
export interface Join {
  cutEnd: number;
  cutStart: number;
  between: "" | " ";
}

/** Shorter lines are verses or lists, longer ones paragraphs. Characters. */
const widths = { least: 40, most: 130 };
/** How full a line is that its next word did not fit in: faces of PDFs have letters of different widths. */
const fullness = 0.85;
const beginsItem = /^\s*(?:[-–•*]|\d{1,3}[.)])\s/;

/**
 * The lines of a plain text, without empty ones, and for each but the last how it goes on in the next; null where a
 * paragraph ends. Null altogether where the lines are not those of running text that was set to one width.
 */
export function wrappedLines(text: string): { lines: string[]; goesOn: boolean[] } | null {
  const all = cleanText(text).split("\n");
  const lines: string[] = [];
  const goesOn: boolean[] = [];
  const width = all.reduce((most, line) => Math.max(most, line.trim().length), 0);
  if (width < widths.least || width > widths.most) return null;
  let before: string | null = null;
  for (const line of all) {
    if (line.trim() === "") {
      before = null;
      continue;
    }
    if (lines.length > 0) goesOn.push(before !== null && isFilled(before, line, width));
    lines.push(line);
    before = line;
  }
  const joined = goesOn.filter(Boolean).length;
  return joined >= 2 && joined * 2 >= goesOn.length ? { lines, goesOn } : null;
}

/** Whether a line ends because the next word did not fit in. */
function isFilled(line: string, next: string, width: number): boolean {
  const isIndented = /^\s{2}/.test(next) && !/^\s{2}/.test(line);
  if (isIndented || beginsItem.test(next)) return false;
  const [word = ""] = next.trim().split(" ", 1);
  return line.trim().length + 1 + word.length > width * fullness;
}

/** A hyphen goes only where it parts a word that is known; where it is not, the reader sees it and decides. */
export function joinOf(line: string, next: string, isKnown: (word: string) => boolean): Join {
  const end = line.trimEnd();
  const start = next.trimStart();
  const cuts = { cutEnd: line.length - end.length, cutStart: next.length - start.length };
  if (end.endsWith("\u00ad")) return { ...cuts, cutEnd: cuts.cutEnd + 1, between: "" };
  const first = /(\p{L}+)[-\u2010]$/u.exec(end.slice(-longestWord))?.[1];
  const second = /^\p{L}+/u.exec(start)?.[0];
  if (first === undefined) return { ...cuts, between: " " };
  if (second !== undefined && isKnown(first + second))
    return { ...cuts, cutEnd: cuts.cutEnd + 1, between: "" };
  // «Berg- und Talbahn»: the hyphen stands for the rest of the word.
  return {
    ...cuts,
    between: second === undefined || /^(und|oder|sowie|bzw|and|or|et|ou|ed?)$/u.test(second) ? " " : "",
  };
}

const longestWord = 100;

/** The words of some text, in small letters, to look a word up in. */
export function wordsIn(text: string): (word: string) => boolean {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  return (word) => words.has(word.toLowerCase());
}

/** The paragraphs of a plain text; lines that were set to one width are put together. */
export function paragraphsOf(text: string): string[] {
  const wrapped = wrappedLines(text);
  if (!wrapped)
    return cleanText(text)
      .split("\n")
      .filter((line) => line.trim() !== "");
  const isKnown = wordsIn(text);
  const paragraphs: string[] = [];
  wrapped.lines.forEach((line, i) => {
    const joined = wrapped.goesOn[i - 1] === true ? paragraphs.pop() : undefined;
    paragraphs.push(joined === undefined ? line : joinedWith(joined, line, isKnown));
  });
  return paragraphs;
}

function joinedWith(before: string, line: string, isKnown: (word: string) => boolean): string {
  const { cutEnd, cutStart, between } = joinOf(before, line, isKnown);
  return before.slice(0, before.length - cutEnd) + between + line.slice(cutStart);
}

/** All lines on one, words that were parted at a line's end put together where the text has them whole elsewhere. */
export function onOneLine(text: string): string {
  const isKnown = wordsIn(text);
  const [first = "", ...rest] = cleanText(text)
    .split("\n")
    .filter((line) => line.trim() !== "");
  let joined = first;
  for (const line of rest) joined = joinedWith(joined, line, isKnown);
  return joined;
}
