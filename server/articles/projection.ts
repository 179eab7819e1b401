import * as Y from "yjs";
import type { BodyBlock } from "../../src/domain/article/content.ts";
import { readArticle } from "../../src/domain/article/readArticle.ts";
import type { SearchText } from "./search.ts";

/** What the desk shows of an article's content, and what it is found by. */
export interface Projection {
  headline: string;
  kicker: string;
  section: string;
  search: SearchText;
}

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
    search: {
      headline,
      kicker,
      section: details.section,
      lead,
      byline,
      body: body.map(blockText).join("\n"),
      other: [...Object.values(others), ...pictures].join("\n"),
    },
  };
}

const blockText = (block: BodyBlock): string =>
  block.kind === "text" ? block.runs.map((run) => run.text).join("") : "";

/** The projection of a document that this one update makes. */
export function projectUpdate(update: Uint8Array): Projection {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, update);
    return projectArticle(doc);
  } finally {
    doc.destroy();
  }
}

const deskLine = (text: string): string =>
  Array.from(
    text
      .slice(0, 4 * maxLineLength)
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim(),
  )
    .slice(0, maxLineLength)
    .join("");
