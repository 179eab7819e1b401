import type { TextRun } from "../article/content.ts";
import { findEmails, linkAddress } from "./address.ts";
import type { PrintedFigure } from "./figures.ts";
import { attribute, direction, type Html, type HtmlPart, html, withBreaks } from "./markup.ts";
import { type PrintedArticle, type PrintedDate, plainRuns } from "./printed.ts";
import type { PrintedBlock, PrintedList } from "./printedBody.ts";

/** The visible article: header, lead picture, body, and what is said about it. */
export function articleElement(article: PrintedArticle, language: Html | null): Html {
  const { section, kicker, headline, lead, byline, dateline, leadFigure, source, contact } = article;
  return html`<article${language}>
${headerElement([
  section && html`<p class="section"${direction(section)}>${section}</p>\n`,
  kicker && html`<p class="kicker"${direction(kicker)}>${kicker}</p>\n`,
  headline && html`<h1${direction(headline)}>${headline}</h1>\n`,
  lead && html`<p class="lead"${direction(lead)}>${withBreaks(lead)}</p>\n`,
  byline && html`<p class="byline"${direction(byline)}>${byline}</p>\n`,
  dateline && html`<p class="dateline"${direction(dateline)}>${dateline}</p>\n`,
])}${leadFigure && [figureElement(leadFigure, "lead-picture"), "\n"]}${article.body.map((block) => [blockElement(block), "\n"])}<footer>
${[
  source && html`<p class="source">${article.words.source} <span${direction(source)}>${source}</span></p>\n`,
  article.published && html`<p class="published">${dateElement(article.published)}</p>\n`,
]}<p class="updated">${dateElement(article.updated)}</p>
${contact && html`<p class="contact"${direction(contact)}>${contactParts(contact)}</p>\n`}</footer>
</article>`;
}

const headerElement = (parts: HtmlPart[]): HtmlPart =>
  parts.every((part) => part === "") ? null : html`<header>\n${parts}</header>\n`;

const dateElement = ({ label, instant, text }: PrintedDate): Html =>
  html`${label} <time datetime="${instant}">${text}</time>`;

const contactParts = (contact: string): HtmlPart =>
  findEmails(contact).map(({ text, address }) =>
    address === null ? text : html`<a href="${address}">${text}</a>`,
  );

function figureElement(figure: PrintedFigure, name: "lead-picture" | "picture"): Html {
  const { picture, alt } = figure;
  const sizes = picture.sizes && picture.sizes.length > 1 ? picture.sizes : null;
  const srcset = sizes && sizes.map(({ href, width }) => `${href} ${width}w`).join(", ");
  return html`<figure class="${name}">
<img src="${picture.href}"${attribute("srcset", srcset)}${attribute("sizes", sizes && "(max-width: 46rem) 100vw, 46rem")} width="${picture.width}" height="${picture.height}" alt="${alt}">
${figcaptionElement(figure)}</figure>`;
}

function figcaptionElement({ caption, credit, source }: PrintedFigure): Html | null {
  const origin = [
    credit && html`<span class="credit"${direction(credit)}>${credit}</span>`,
    source && html`<span class="source"${direction(source)}>${source}</span>`,
  ].filter((part) => part !== "");
  if (caption === "" && origin.length === 0) return null;
  const parts = [
    caption && html`<span class="caption"${direction(caption)}>${caption}</span>`,
    caption && origin.length > 0 ? " " : "",
    origin.map((part, at) => (at === 0 ? part : [" · ", part])),
  ];
  return html`<figcaption>${parts}</figcaption>\n`;
}

function blockElement(block: PrintedBlock): Html {
  switch (block.kind) {
    case "paragraph":
      return paragraphElement(block.runs);
    case "heading":
      return html`<h2${runsDirection(block.runs)}>${runElements(block.runs)}</h2>`;
    case "subheading":
      return block.level === 2
        ? html`<h2 class="subheading"${runsDirection(block.runs)}>${runElements(block.runs)}</h2>`
        : html`<h3${runsDirection(block.runs)}>${runElements(block.runs)}</h3>`;
    case "quote":
      return html`<blockquote${runsDirection(block.paragraphs[0])}>${block.paragraphs.map(paragraphElement)}</blockquote>`;
    case "list":
      return listElement(block.list);
    case "figure":
      return figureElement(block.figure, "picture");
    case "divider":
      break;
  }
  return html`<hr>`;
}

function listElement({ ordered, items }: PrintedList): Html {
  const inner = items.map(
    ({ runs, lists }) => html`<li${runsDirection(runs)}>${runElements(runs)}${lists.map(listElement)}</li>`,
  );
  const dir = runsDirection(items[0]?.runs);
  return ordered ? html`<ol${dir}>${inner}</ol>` : html`<ul${dir}>${inner}</ul>`;
}

const paragraphElement = (runs: readonly TextRun[]): Html =>
  html`<p${runsDirection(runs)}>${runElements(runs)}</p>`;

const runsDirection = (runs: readonly TextRun[] = []): Html | null => direction(plainRuns(runs));

const order = ["link", "bold", "italic"] as const;

/** Neighbours with the same mark share one element, so that a link with a bold word in it stays one link. */
function runElements(runs: readonly TextRun[], depth = 0): HtmlPart {
  const mark = order[depth];
  if (!mark) return runs.map((run) => withBreaks(run.text));
  const parts: HtmlPart[] = [];
  for (let from = 0, to: number; from < runs.length; from = to) {
    const value = runs[from]?.[mark];
    to = from + 1;
    while (to < runs.length && runs[to]?.[mark] === value) to++;
    const inner = runElements(runs.slice(from, to), depth + 1);
    parts.push(value === undefined ? inner : marked(mark, value, inner));
  }
  return parts;
}

function marked(mark: (typeof order)[number], value: string | true, inner: HtmlPart): HtmlPart {
  if (mark === "bold") return html`<strong>${inner}</strong>`;
  if (mark === "italic") return html`<em>${inner}</em>`;
  const address = typeof value === "string" ? linkAddress(value) : null;
  return address === null ? inner : html`<a href="${address}">${inner}</a>`;
}
