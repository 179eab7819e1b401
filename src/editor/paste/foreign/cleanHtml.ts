import type { TextRun } from "../../../domain/article/content.ts";
import { styleName } from "./meaning.ts";
import { type ForeignBlock, readForeign } from "./readForeign.ts";

/** What a paste of foreign HTML comes down to. `pictures` counts those that were left out. */
export interface CleanHtml {
  /** As this product's own copies are: blocks of its own kinds, open at both ends. */
  html: string;
  pictures: number;
}

export function cleanHtml(html: string): CleanHtml {
  const { blocks, pictures } = readForeign(inert(html));
  return {
    html: blocks.map((block, i) => blockHtml(block, i === 0 ? openEnds(blocks) : "")).join(""),
    pictures,
  };
}

/** The words of foreign HTML, a line for each block. */
export const textOfHtml = (html: string): string =>
  readForeign(inert(html))
    .blocks.map((block) => (block.kind === "text" ? block.runs.map(({ text }) => text).join("") : ""))
    .join("\n");

const inert = (html: string): Document => new DOMParser().parseFromString(quietStyles(html), "text/html");

/**
 * HTML whose style attributes are called `data-css`, where `declarationsOf` reads them: the page's content security
 * policy forbids inline styles, and the browser reports each one to the console even in an inert document.
 */
export const quietStyles = (html: string): string =>
  html.replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s"'])style(?=\s*=)/gi, `$1${styleName}`));

/** ProseMirror's note of what its own copies begin and end in. With it, spaces stay as they are. */
function openEnds(blocks: readonly ForeignBlock[]): string {
  const open = (block: ForeignBlock | undefined): number => (block?.kind === "text" ? 1 : 0);
  return ` data-pm-slice="${open(blocks[0])} ${open(blocks.at(-1))} []"`;
}

function blockHtml(block: ForeignBlock, attributes: string): string {
  if (block.kind === "divider") return `<hr${attributes}>`;
  const indent = block.indent > 0 ? ` data-indent="${block.indent}"` : "";
  return `<p data-style="${block.style}"${indent}${attributes}>${block.runs.map(runHtml).join("")}</p>`;
}

function runHtml({ text, bold, italic, link }: TextRun): string {
  let html = text.split("\n").map(escape).join("<br>");
  if (italic) html = `<em>${html}</em>`;
  if (bold) html = `<strong>${html}</strong>`;
  return link === undefined ? html : `<a href="${escape(link)}">${html}</a>`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
