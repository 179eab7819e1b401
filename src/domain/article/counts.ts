import type * as Y from "yjs";
import { fieldText, leadMedia, mediaText } from "./document.ts";
import { fieldValue } from "./fieldValue.ts";
import { asFigure } from "./flatText.ts";
import { isVisible, withoutInvisible, withoutInvisibleApart } from "./invisible.ts";
import { ShownText } from "./shownText.ts";

/**
 * How long a text is, by the rules a newsroom knows from its word processor.
 *
 * **A word** is what stands between two spaces and holds at least one letter or digit. So a compound
 * («Kosten-Nutzen-Rechnung»), a number (1'284 or 3,2), an address (https://example.org/a?b=1) and a word with
 * its quotes («Ja») are one word each, «20. August» is two, and a dash or bullet between spaces is none. An em
 * dash parts words without spaces, as English sets it; a narrow or fixed space inside a number (10 000) does not.
 * Dictionaries are not asked: what counts as a word must not change with a browser's edition of them.
 *
 * **A character** is what a reader takes for one (a grapheme): é, 🇨🇭 and 👩‍👧 count one however they are stored,
 * a soft hyphen or another sign that shows as nothing counts none. Spaces of every width count. A break between blocks and a
 * line break part words and count nothing: they are space on the page, not in the text.
 */
export interface TextCounts {
  words: number;
  /** With spaces. */
  characters: number;
  charactersWithoutSpaces: number;
}

/** What belongs to the length of an article; everything else on the page does not. */
export const countedParts = ["kicker", "headline", "lead", "body"] as const;
export type CountedPart = (typeof countedParts)[number];

export interface ArticleCounts {
  /** The sum of the parts. */
  article: TextCounts;
  parts: Record<CountedPart, TextCounts>;
  /** The captions of the pictures that are shown, apart from the article. */
  captions: TextCounts;
}

const nothing: TextCounts = { words: 0, characters: 0, charactersWithoutSpaces: 0 };

const lineBreaks = /[\n\r\u2028\u2029]+/;
const spaceInNumber = /(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g;
const betweenWords = /[\s—]+/;
const letterOrDigit = /[\p{L}\p{N}]/u;
const spaces = /\s/g;
/** Each code unit is a character: what German, French, Italian and English are set in. Segmenting takes 50 times longer. */
const simple = /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2009\u2010-\u2027\u202f-\u205e\u20ac]*$/;
const graphemes = new Intl.Segmenter();

/** Counts any text; a line break stands for a break between blocks too. */
export function countText(text: string): TextCounts {
  return text.split(lineBreaks).map(countLine).reduce(addCounts, nothing);
}

function countLine(line: string): TextCounts {
  if (simple.test(line)) {
    const blank = line.match(spaces)?.length ?? 0;
    return { words: countWords(line), characters: line.length, charactersWithoutSpaces: line.length - blank };
  }
  let characters = 0;
  let charactersWithoutSpaces = 0;
  for (const { segment } of graphemes.segment(withoutInvisibleApart(line))) {
    if (!isVisible(segment)) continue;
    characters += 1;
    if (segment.trim() !== "") charactersWithoutSpaces += 1;
  }
  return { words: countWords(withoutInvisible(line)), characters, charactersWithoutSpaces };
}

const countWords = (line: string): number =>
  line
    .replace(spaceInNumber, "")
    .split(betweenWords)
    .filter((piece) => letterOrDigit.test(piece)).length;

const addCounts = (a: TextCounts, b: TextCounts): TextCounts => ({
  words: a.words + b.words,
  characters: a.characters + b.characters,
  charactersWithoutSpaces: a.charactersWithoutSpaces + b.charactersWithoutSpaces,
});

/**
 * Counts one article again and again: a block or field that reads as it did the last time is not counted anew,
 * so that a key costs one paragraph and not the article. Nothing is written.
 */
export function createArticleCounter(): (doc: Y.Doc) => ArticleCounts {
  let before = new Map<string, TextCounts>();
  return (doc) => {
    const now = new Map<string, TextCounts>();
    const count = (text: string): TextCounts => {
      const known = now.get(text) ?? before.get(text) ?? countText(text);
      now.set(text, known);
      return known;
    };
    const field = (name: "headline" | "kicker" | "lead"): TextCounts =>
      count(fieldValue(fieldText(doc, name)));
    const { blocks, pictures } = shown(doc);
    const captions = [leadMedia(doc), ...pictures].map((id) => {
      const caption = id === null ? null : mediaText(doc, id, "caption");
      return caption ? count(fieldValue(caption)) : nothing;
    });
    const parts = {
      headline: field("headline"),
      kicker: field("kicker"),
      lead: field("lead"),
      body: blocks.map(count).reduce(addCounts, nothing),
    };
    before = now;
    return {
      article: countedParts.map((part) => parts[part]).reduce(addCounts, nothing),
      parts,
      captions: captions.reduce(addCounts, nothing),
    };
  };
}

/** The body's text blocks and the media ids of its figures, as far as they are shown. */
function shown(doc: Y.Doc): { blocks: string[]; pictures: string[] } {
  const body = new ShownText(doc);
  const parts = body.parts();
  const visible = body.visible(parts);
  const blocks: string[] = [];
  const pictures: string[] = [];
  parts.forEach((part, at) => {
    if (!visible[at]) return;
    const figure = part.kind === "atom" ? asFigure(part.embed) : null;
    if (figure) pictures.push(figure.media);
    if (part.kind === "text") blocks.push(part.pieces.filter((piece) => typeof piece === "string").join(""));
  });
  return { blocks, pictures };
}

/**
 * Words a minute of an adult who reads non-fiction silently: the mean of 190 studies in M. Brysbaert, «How many words
 * do we read per minute?», Journal of Memory and Language 109 (2019). English; most people are between 175 and 300.
 */
export const wordsPerMinute = 238;

/** Whole minutes, begun ones counted; 0 only without a word. */
export const readingMinutes = (words: number): number => Math.ceil(words / wordsPerMinute);
