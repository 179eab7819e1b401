import { withoutMarkTowers } from "../article/markTowers.ts";

/** What neither HTML nor XML may hold: controls but tab and line feed, halves of surrogate pairs, non-characters. */
export const removed = /(?![\t\n])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu;

const suspect = /[\0-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

/** Text fit for print: forbidden characters, marks that the page does not show and white space around it gone. */
export const cleanText = (text: string): string => cleanStretch(text).trim();

/** The same on one line. */
export const cleanLine = (text: string): string => {
  const clean = cleanText(text);
  return clean.includes("\n") ? cleanLines(clean).join(" ") : clean;
};

/** The lines with anything in them, trimmed. Patterns that look for white space around line ends would be slow on hostile texts. */
export const cleanLines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Without trimming, for a stretch of a longer text. */
export const cleanStretch = (text: string): string =>
  withoutMarkTowers(suspect.test(text) ? text.replace(removed, "") : text);
