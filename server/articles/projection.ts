import * as Y from "yjs";
import "../../src/domain/article/yjsCosts.ts";
import type { BodyBlock } from "../../src/domain/article/content.ts";
import { withoutMarkTowers } from "../../src/domain/article/markTowers.ts";
import { namedAssets } from "../../src/domain/article/namedAssets.ts";
import { readArticle } from "../../src/domain/article/readArticle.ts";

/** What the desk shows of an article's content, and what it is found by. */
export interface Projection {
  headline: string;
  kicker: string;
  section: string;
  /** BCP 47. */
  language: string;
  /** Everything people wrote. */
  search: string;
  /** The pictures that the article names. */
  assets: string[];
}

/** An article is found by so much of each of its texts, in characters. */
const maxSearchLength = 100_000;
/** And by so much of all of them together. */
const maxSearchTotal = 1_000_000;

/** The desk's lines are cut here, in code points: whoever pastes a book into a headline must not fill every list. */
const maxLineLength = 300;

/** Pure: what the desk shows of this document and what the article is found by. */
export function projectArticle(doc: Y.Doc): Projection {
  const { fields, body, media, details } = readArticle(doc);
  const { kicker, headline, lead, byline, ...others } = fields;
  const pictures = Object.values(media).flatMap(({ caption, credit, source, alt }) => [
    caption,
    credit,
    source,
    alt,
  ]);
  return {
    headline: deskLine(headline),
    kicker: deskLine(kicker),
    section: deskLine(details.section),
    language: details.language,
    assets: namedAssets(doc),
    search: [
      headline,
      kicker,
      details.section,
      lead,
      byline,
      bodyText(body),
      ...Object.values(others),
      ...pictures,
    ]
      .map((text) => text.slice(0, maxSearchLength))
      .join("\n")
      .slice(0, maxSearchTotal),
  };
}

const bodyText = (body: readonly BodyBlock[]): string => body.map(blockText).join("\n");
const blockText = (block: BodyBlock): string =>
  block.kind === "text" ? block.runs.map((run) => run.text).join("") : "";

/** The projection of the document that these updates make. */
export function projectUpdates(updates: readonly Uint8Array[]): Projection {
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    return projectArticle(doc);
  } finally {
    doc.destroy();
  }
}

/** In one line, and with «…» where it is cut. */
function deskLine(text: string): string {
  // Enough for the longest line, however many of its characters take two units.
  const line = withoutMarkTowers(text.slice(0, 4 * maxLineLength))
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const characters = Array.from(line);
  if (characters.length <= maxLineLength && text.length <= 4 * maxLineLength) return line;
  return `${characters
    .slice(0, maxLineLength - 1)
    .join("")
    .trimEnd()}…`;
}
