import type { ArticleContent, TextRun } from "../article/content.ts";
import { findEmails, linkAddress } from "./address.ts";
import { cleanLines } from "./cleanText.ts";
import { figureWords, type PrintedFigure } from "./figures.ts";
import { type ExportContext, printArticle } from "./printed.ts";
import type { PrintedBlock, PrintedList } from "./printedBody.ts";

/** CommonMark; whatever people wrote is text in it, never syntax. */
export function exportMarkdown(content: ArticleContent, context: ExportContext): string {
  const article = printArticle(content, context);
  const { section, kicker, headline, lead, byline, dateline, leadFigure, source, contact } = article;
  const paragraphs = [
    line(section),
    kicker && `**${line(kicker)}**`,
    headline && `# ${line(headline)}`,
    lead && `**${lines(lead)}**`,
    line(byline),
    line(dateline),
    leadFigure && figure(leadFigure),
    ...article.body.map(block),
    source && `${line(article.words.source)} ${inner(source)}`,
    ...[article.published, article.updated].map((date) =>
      date ? `${line(date.label)} ${inner(date.text)}` : "",
    ),
    findEmails(contact)
      .map(({ text, address }) => (address === null ? line(text) : `[${inner(text)}](<${address}>)`))
      .join(""),
  ];
  return `${paragraphs.filter((paragraph) => paragraph).join("\n\n")}\n`;
}

/** Escaped for the middle of a line. */
const inner = (text: string): string => text.replace(/[\\`*_[\]<>&~|#!$]/g, "\\$&");
/** Escaped for the beginning of a line, where more counts as syntax. */
const line = (text: string): string =>
  inner(text)
    .replace(/^([-+=:])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");
const lines = (text: string): string => cleanLines(text).map(line).join("\\\n");

const runs = (all: readonly TextRun[]): string => all.map(run).join("");

function run({ text, bold, italic, link }: TextRun): string {
  // Marks around white space are no marks in Markdown, so it moves outside.
  const before = text.slice(0, text.length - text.trimStart().length);
  const middle = text.trim();
  if (middle === "") return breaks(before);
  const after = text.slice(text.trimEnd().length);
  const mark = bold && italic ? "***" : bold ? "**" : italic ? "*" : "";
  const address = link === undefined ? null : linkAddress(link);
  const marked = mark + lines(middle) + mark;
  return breaks(before) + (address === null ? marked : `[${marked}](<${address}>)`) + breaks(after);
}

const breaks = (space: string): string => (space.includes("\n") ? "\\\n" : space);

function block(printed: PrintedBlock): string {
  switch (printed.kind) {
    case "paragraph":
      return runs(printed.runs);
    case "heading":
      return `## ${oneLine(runs(printed.runs))}`;
    case "subheading":
      return `### ${oneLine(runs(printed.runs))}`;
    case "quote":
      return indent(printed.paragraphs.map(runs).join("\n\n"), "> ", "> ");
    case "list":
      return list(printed.list);
    case "figure":
      return figure(printed.figure);
    case "divider":
      break;
  }
  return "***";
}

const oneLine = (text: string): string => text.replace(/\\\n/g, " ");

const list = ({ ordered, items }: PrintedList): string =>
  items
    .map((item, at) => {
      const sign = ordered ? `${at + 1}. ` : "- ";
      const text = [runs(item.runs), ...item.lists.map(list)].join("\n");
      return indent(text, sign, " ".repeat(sign.length));
    })
    .join("\n");

const indent = (text: string, first: string, others: string): string =>
  text
    .split("\n")
    .map((part, at) => ((at === 0 ? first : others) + part).trimEnd())
    .join("\n");

function figure({ picture, caption, credit, source, alt }: PrintedFigure): string {
  const words = figureWords(inner(caption), inner(credit), inner(source));
  return [`![${inner(alt)}](<${picture.href}>)`, words].filter((part) => part !== "").join("\\\n");
}
