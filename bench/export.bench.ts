import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { exampleArticle } from "../src/domain/article/example.ts";
import { readArticle } from "../src/domain/article/readArticle.ts";
import { articleFromTemplate, type TemplateBlock } from "../src/domain/article/template.ts";
import { type ExportContext, exportFragment, exportHtml } from "../src/domain/export/index.ts";

const paragraphs = 20;
const roundMs = 1_000;
const rounds = 5;

/**
 * From the document to the page, of an article of 20 paragraphs with bold words and links, a lead picture and one
 * in the body. The bytes of the pictures do not count: they are copied, not made.
 */
export default async function exports(): Promise<{
  title: string;
  rows: { name: string; value: number; unit: string; goal?: string }[];
}> {
  const doc = longArticle();
  const context: ExportContext = {
    updatedAt: "2025-09-28T16:20:00.000Z",
    pictures: Object.fromEntries(
      ["lead", "middle"].map((id) => [id, { width: 1920, height: 1280, href: `pictures/${id}.jpg` }]),
    ),
  };
  const content = readArticle(doc);
  const kilobytes = Buffer.byteLength(exportHtml(content, context)) / 1000;
  return {
    title: `Export of an article of ${paragraphs} paragraphs (best of ${rounds}, one thread)`,
    rows: [
      {
        name: "read and page",
        value: perSecond(() => exportHtml(readArticle(doc), context)),
        unit: "a second",
        goal: "≥ 5,000",
      },
      {
        name: "read and fragment",
        value: perSecond(() => exportFragment(readArticle(doc), context)),
        unit: "a second",
      },
      { name: "page alone", value: perSecond(() => exportHtml(content, context)), unit: "a second" },
      { name: "size of the page", value: kilobytes, unit: "kB" },
    ],
  };
}

function perSecond(work: () => string): number {
  let best = 0;
  let length = 0;
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    let done = 0;
    while (performance.now() - from < roundMs) {
      length += work().length;
      done += 1;
    }
    best = Math.max(best, (done * 1000) / (performance.now() - from));
  }
  if (length === 0) throw new Error("nothing was exported");
  return best;
}

function longArticle(): Y.Doc {
  const { picture, body, ...example } = exampleArticle;
  const prose = body.filter((block) => block.style === "paragraph");
  const blocks: TemplateBlock[] = [];
  for (let at = 0; at < paragraphs; at++) {
    const runs = prose[at % prose.length]?.runs ?? [];
    blocks.push({ kind: "text", style: "paragraph", runs });
    if (at === paragraphs / 2)
      blocks.push({ kind: "figure", id: "middle", asset: "b".repeat(64), ...picture });
  }
  const doc = new Y.Doc();
  const leadPicture = { id: "lead", asset: "a".repeat(64), ...picture };
  Y.applyUpdate(doc, articleFromTemplate({ ...example, body: blocks, leadPicture }));
  return doc;
}
