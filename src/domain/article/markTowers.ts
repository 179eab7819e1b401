/**
 * Marks (accents, points) on one letter beyond the first 16, more than any script puts there. Chromium takes the square of
 * their number to set them: 60,000 on one letter, which is a single small change, held a page for 17 seconds.
 */
const beyond = /(?<=[\p{M}\u200C\u200D]{16})[\p{M}\u200C\u200D]+/gu;

/** Where a text has marks that are not shown, in UTF-16 units, in order. It keeps them as it is stored. */
export const marksNotShown = (text: string): { from: number; to: number }[] =>
  Array.from(text.matchAll(beyond), ({ index, 0: marks }) => ({ from: index, to: index + marks.length }));

/** A text as it is shown: without those marks. */
export const withoutMarkTowers = (text: string): string => text.replace(beyond, "");
