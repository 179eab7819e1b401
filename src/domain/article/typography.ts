/** The quotes of a language: around what is said, and around what is quoted within it. */
interface Quotes {
  outer: readonly [open: string, close: string];
  inner: readonly [open: string, close: string];
  /** A quotation may begin behind an apostrophe: l’«homme». */
  elides: boolean;
  /** What is a word only behind an apostrophe: ’s, ’tis. */
  elided: RegExp;
}

const english: Quotes = {
  outer: ["“", "”"],
  inner: ["‘", "’"],
  elides: false,
  elided: /^(?:tis|twas|twere|twill|twould|em|til|n|\d\d)$/i,
};
/** As German, French and Italian are set in Switzerland, without spaces inside. */
const german: Quotes = {
  outer: ["«", "»"],
  inner: ["‹", "›"],
  elides: false,
  elided: /^(?:s|n|nen?|nem|ner|nes|m|r|d|z)$/i,
};
const latin: Quotes = { ...german, elides: true, elided: /^$/ };
const apostrophe = "’";

/** What a typed sign becomes: `take` signs before it go, and `put` stands in place of them and of itself. */
export interface SetSign {
  take: number;
  put: string;
}

/**
 * What a sign becomes that is typed behind `before`, the text of its paragraph up to there: quotes as the language sets
 * them, `--` a dash, `...` an ellipsis. Null where it stays as it is, as in addresses. `last` is what was set right
 * before: a quote that turns out to be an apostrophe becomes one, as in ’s, ’tis and ’90s once the word has ended.
 */
export function setTyped(
  before: string,
  sign: string,
  language: string,
  last: string | null,
): SetSign | null {
  const quotes = /^en\b/i.test(language) ? english : /^(?:fr|it)\b/i.test(language) ? latin : german;
  if (isAddress.test(before)) return null;
  if (sign === '"' || sign === "'") {
    const put = quote(before, sign, quotes);
    return put === null ? null : { take: 0, put };
  }
  const elided = elidedBefore(before, sign, quotes);
  if (elided !== null) return { take: elided.length + 1, put: apostrophe + elided + sign };
  // A line of three hyphens is a divider; two at its start are a dash once something else follows.
  if (sign === "-") return /[^-–—]-$/.test(before) ? { take: 1, put: "–" } : null;
  if (sign === " ") return before === "--" ? { take: 2, put: "– " } : null;
  if (sign === ".") return /(?<!\.)\.\.$/.test(before) ? { take: 2, put: "…" } : null;
  if (last === "'" && before.endsWith(quotes.inner[1]) && /[\p{L}\p{N}]/u.test(sign))
    return { take: 1, put: (/\p{N}/u.test(sign) ? "'" : apostrophe) + sign };
  return null;
}

/** The word that a sign ends and that was taken for the beginning of a quotation, but is one behind an apostrophe. */
function elidedBefore(before: string, sign: string, { inner, elided }: Quotes): string | null {
  const word = new RegExp(`${inner[0]}([\\p{L}\\p{N}]+)$`, "u").exec(before)?.[1];
  if (word === undefined) return null;
  // ’90s, ’68er
  if (/^\d\d$/.test(word) && /\p{L}/u.test(sign)) return word;
  return elided.test(word) && /[\s.,;:!?)]/.test(sign) ? word : null;
}

/** Behind a word that is one. */
const isAddress = /(?:https?:|www\.|@)\S*$/i;
const opensBehind = /(?:^|[\s([{/«‹“‘])$/;
const dashBehind = /[-–—]$/;

function quote(before: string, sign: string, quotes: Quotes): string | null {
  const open = openQuotes(before, quotes);
  const inside = open.includes("outer");
  const isInner = open.at(-1) === "inner";
  const opens =
    opensBehind.test(before) ||
    (dashBehind.test(before) && !inside) ||
    (quotes.elides && before.endsWith(apostrophe));
  if (opens) {
    if (sign === '"') return inside ? quotes.inner[0] : quotes.outer[0];
    return isInner ? apostrophe : quotes.inner[0];
  }
  if (isInner) return quotes.inner[1];
  const isFigure = /\d$/.test(before);
  // 1'284 is a number, and 27" are inches.
  if (sign === "'") return isFigure ? null : apostrophe;
  return inside || !isFigure ? quotes.outer[1] : null;
}

/** The quotes that are open at the end of a text, outermost first. */
function openQuotes(text: string, { outer, inner }: Quotes): ("outer" | "inner")[] {
  const open: ("outer" | "inner")[] = [];
  for (const sign of text) {
    if (sign === outer[0]) open.push("outer");
    else if (sign === inner[0]) open.push("inner");
    else if (sign === outer[1]) open.length = Math.max(0, open.lastIndexOf("outer"));
    else if (sign === inner[1] && open.at(-1) === "inner") open.pop();
  }
  return open;
}
