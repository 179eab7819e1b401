import type { ArticleContent, TextRun } from "../article/content.ts";
import { cleanLine, cleanText } from "./cleanText.ts";
import { isPrintable, newsroomZone, printedDate } from "./dates.ts";
import type { Face } from "./faces.ts";
import type { ExportPicture, PrintedFigure } from "./figures.ts";
import { type PrintWords, printWords, registeredLanguage } from "./language.ts";
import { type PrintedBlock, printBody } from "./printedBody.ts";

/** What an export needs to know besides the article's own content. The same content and context give the same bytes. */
export interface ExportContext {
  /** When the content was last changed, as an ISO 8601 instant, UTC. It counts while the article names no update. */
  updatedAt: string;
  /** The pictures at hand, by media id. A figure whose picture is not among them is left out. */
  pictures: Readonly<Record<string, ExportPicture>>;
  /** Where the article will stand, absolute http(s), if that is known. */
  url?: string;
  newsroom?: string;
  /** IANA name; default Europe/Zurich. */
  timeZone?: string;
  /** What a page has inside it to be set in; the reader's own without. */
  faces?: readonly Face[];
}

export interface PrintedDate {
  label: string;
  instant: string;
  text: string;
}

/** The article as every format prints it: clean text, empty parts empty, lists nested, dates in words. */
export interface PrintedArticle {
  language: string;
  words: PrintWords;
  /** Never empty. */
  title: string;
  section: string;
  kicker: string;
  headline: string;
  /** May hold line ends. */
  lead: string;
  byline: string;
  dateline: string;
  leadFigure: PrintedFigure | null;
  body: PrintedBlock[];
  source: string;
  /** Null for a draft. */
  published: PrintedDate | null;
  updated: PrintedDate;
  contact: string;
}

/** Words that are stored once may show again and again: a picture's, and a link's address. */
export class TooLargeToPrint extends Error {}

/** Characters: the longest article, and as many pictures as one page embeds. */
const mostPrinted = 48 * 1024 * 1024;

/** Throws `TooLargeToPrint`. */
export function printArticle(content: ArticleContent, context: ExportContext): PrintedArticle {
  const { fields, details } = content;
  const language = registeredLanguage(details.language);
  const words = printWords(language);
  const zone = context.timeZone ?? newsroomZone;
  const date = (label: string, instant: string): PrintedDate => ({
    label,
    instant,
    text: printedDate(instant, language, zone),
  });
  const printable = (instant: string | null): string | null =>
    instant !== null && isPrintable(instant) ? instant : null;
  const published = printable(details.published);
  const headline = cleanLine(fields.headline);
  const kicker = cleanLine(fields.kicker);
  const figures = new Map<string, PrintedFigure | null>();
  let length = 0;
  const add = (characters: number): void => {
    length += characters;
    if (length > mostPrinted) throw new TooLargeToPrint();
  };
  const figure = (media: string): PrintedFigure | null => {
    let printed = figures.get(media);
    if (printed === undefined) figures.set(media, (printed = printFigure(content, context, media)));
    if (printed) add(figureLength(printed));
    return printed;
  };
  for (const block of content.body)
    if (block.kind === "text") for (const { text, link = "" } of block.runs) add(text.length + link.length);
  return {
    language,
    words,
    title: headline || kicker || words.untitled,
    section: cleanLine(details.section),
    kicker,
    headline,
    lead: cleanText(fields.lead),
    byline: cleanLine(fields.byline),
    dateline: cleanLine(fields.dateline),
    leadFigure: details.leadMedia === null ? null : figure(details.leadMedia),
    body: printBody(content.body, figure),
    source: cleanLine(fields.source),
    published: published === null ? null : date(words.published, published),
    updated: date(words.updated, printable(details.updated) ?? context.updatedAt),
    contact: cleanLine(fields.contact),
  };
}

function figureLength({ picture, caption, credit, source, alt }: PrintedFigure): number {
  const sizes = (picture.sizes ?? []).reduce((sum, { href }) => sum + href.length, 0);
  return picture.href.length + sizes + caption.length + credit.length + source.length + alt.length;
}

/** The media ids of all figures, lead first, in the order they are printed, each once. */
export function shownMedia(content: ArticleContent): string[] {
  const ids = new Set<string>();
  if (content.details.leadMedia !== null) ids.add(content.details.leadMedia);
  for (const block of content.body) if (block.kind === "figure") ids.add(block.media);
  return [...ids].filter((id) => Object.hasOwn(content.media, id));
}

/** All figures in print order. */
export const printedFigures = (article: PrintedArticle): PrintedFigure[] => [
  ...(article.leadFigure ? [article.leadFigure] : []),
  ...article.body.flatMap((block) => (block.kind === "figure" ? [block.figure] : [])),
];

export const plainRuns = (runs: readonly TextRun[]): string => runs.map((run) => run.text).join("");

function printFigure(
  { media }: ArticleContent,
  { pictures }: ExportContext,
  id: string,
): PrintedFigure | null {
  const entry = Object.hasOwn(media, id) ? media[id] : undefined;
  const picture = Object.hasOwn(pictures, id) ? pictures[id] : undefined;
  if (!entry || !picture) return null;
  return {
    picture,
    caption: cleanLine(entry.caption),
    credit: cleanLine(entry.credit),
    source: cleanLine(entry.source),
    alt: cleanLine(entry.alt),
  };
}
