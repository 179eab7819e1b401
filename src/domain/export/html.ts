import type { ArticleContent } from "../article/content.ts";
import { articleElement } from "./articleElement.ts";
import { faceRules } from "./faces.ts";
import { newsArticle } from "./jsonLd.ts";
import { attribute, Html, type HtmlPart, html } from "./markup.ts";
import { type ExportContext, type PrintedArticle, printArticle, printedFigures } from "./printed.ts";
import { stylesheet } from "./stylesheet.ts";

/** A complete page that stands on its own. */
export function exportHtml(content: ArticleContent, context: ExportContext): string {
  const article = printArticle(content, context);
  const description = descriptionOf(article);
  const element = articleElement(article, null);
  return html`<!DOCTYPE html>
<html lang="${article.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${article.title}</title>
${description === "" ? null : html`<meta name="description" content="${description}">\n`}${openGraph(article, context, description)}${Html.dataBlock("application/ld+json", newsArticle(article, context))}
${stylesheet}
${facesOf(element, context)}</head>
<body>
<main>
${element}
</main>
</body>
</html>
`.toString();
}

/** The article element alone, for pasting into a CMS: no style, no script, its language on itself. */
export function exportFragment(content: ArticleContent, context: ExportContext): string {
  const article = printArticle(content, context);
  return html`${articleElement(article, attribute("lang", article.language))}\n`.toString();
}

/** No italics where nothing is set in them: they are a third of all. */
function facesOf(element: Html, { faces }: ExportContext): HtmlPart {
  if (!faces) return null;
  const slants = /<(?:em|blockquote)\b/.test(element.toString());
  return faceRules(faces.filter(({ style }) => slants || style === "normal"));
}

const descriptionOf = (article: PrintedArticle): string => article.lead.replace(/\s+/g, " ");

function openGraph(article: PrintedArticle, context: ExportContext, description: string): HtmlPart {
  const tag = (property: string, value: string): HtmlPart =>
    value === "" ? null : html`<meta property="${property}" content="${value}">\n`;
  const [figure] = printedFigures(article);
  const image = figure && /^https?:/i.test(figure.picture.href) ? figure : null;
  return [
    tag("og:type", "article"),
    tag("og:title", article.title),
    tag("og:description", description),
    tag("og:locale", article.language.includes("-") ? article.language.replace("-", "_") : ""),
    tag("og:url", context.url ?? ""),
    tag("og:site_name", context.newsroom ?? ""),
    image && [
      tag("og:image", image.picture.href),
      tag("og:image:width", String(image.picture.width)),
      tag("og:image:height", String(image.picture.height)),
      tag("og:image:alt", image.alt),
    ],
    tag("article:published_time", article.published?.instant ?? ""),
    tag("article:modified_time", article.updated.instant),
    tag("article:section", article.section),
  ];
}
