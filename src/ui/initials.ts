const graphemes = new Intl.Segmenter();

/** First letters of the first and the last name; whole characters, also of scripts that join several. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = (word = ""): string => graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase() || "?";
}
