import type { ArticleContent } from "../article/content.ts";
import { figureWords, type PrintedFigure } from "./figures.ts";
import { type ExportContext, plainRuns, printArticle } from "./printed.ts";
import type { PrintedBlock, PrintedList } from "./printedBody.ts";

/** Plain text: a blank line between parts, links and marks left out, pictures by their words. */
export function exportText(content: ArticleContent, context: ExportContext): string {
  const article = printArticle(content, context);
  const figure = ({ caption, credit, source, alt }: PrintedFigure): string => {
    const words = figureWords(caption || alt, credit, source);
    return words && `[${article.words.picture} ${words}]`;
  };
  const block = (printed: PrintedBlock): string => {
    switch (printed.kind) {
      case "paragraph":
      case "heading":
      case "subheading":
        return plainRuns(printed.runs);
      case "quote":
        return printed.paragraphs.map(plainRuns).join("\n\n");
      case "list":
        return list(printed.list, "");
      case "figure":
        return figure(printed.figure);
      case "divider":
        break;
    }
    return "* * *";
  };
  const { published, updated } = article;
  const parts = [
    article.section,
    article.kicker,
    article.headline,
    article.lead,
    article.byline,
    article.dateline,
    article.leadFigure ? figure(article.leadFigure) : "",
    ...article.body.map(block),
    [
      article.source && `${article.words.source} ${article.source}`,
      published ? `${published.label} ${published.text}` : "",
      `${updated.label} ${updated.text}`,
      article.contact,
    ]
      .filter((part) => part !== "")
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const list = ({ ordered, items }: PrintedList, indent: string): string =>
  items
    .map(({ runs, lists }, at) => {
      const sign = ordered ? `${at + 1}. ` : "– ";
      const inside = indent + " ".repeat(sign.length);
      return [
        indent + sign + plainRuns(runs).replaceAll("\n", `\n${inside}`),
        ...lists.map((inner) => list(inner, inside)),
      ].join("\n");
    })
    .join("\n");
