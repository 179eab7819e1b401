import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ArticleContent } from "../article/content.ts";
import { exportHtml } from "./html.ts";
import type { ExportContext } from "./printed.ts";
import { article, block, context, fullArticle, picture } from "./testing/articles.ts";

const jar = path.resolve("node_modules/vnu-jar/build/dist/vnu.jar");
const javaHere = spawnSync("java", ["-version"]).status === 0;
if (!javaHere) process.stderr.write("The Nu checker is skipped: there is no java.\n");

/** The errors and warnings in each page, found in one run. */
function nuMessages(pages: Record<string, string>): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "foureyes-nu-"));
  try {
    const files = Object.entries(pages).map(([name, html]) => {
      const file = path.join(folder, `${name}.html`);
      writeFileSync(file, html);
      return file;
    });
    const { stdout, error } = spawnSync("java", ["-jar", jar, "--format", "json", "--stdout", ...files], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error) throw error;
    const { messages } = JSON.parse(stdout) as { messages: { type: string; url: string; message: string }[] };
    return messages.filter(({ type }) => type !== "info").map((m) => `${path.basename(m.url)}: ${m.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const everywhere = (text: string): ArticleContent =>
  article({
    fields: {
      kicker: text,
      headline: text,
      lead: text,
      byline: text,
      dateline: text,
      source: text,
      contact: text,
    },
    details: { section: text, leadMedia: "p", language: text },
    body: [
      block("subheading", text),
      block("paragraph", [{ text, bold: true, link: text }]),
      block("bullet", text, 7),
      block("number", text),
    ],
    media: [picture("p", { caption: text, credit: text, source: text, alt: text })],
  });

/** Seeded, so that a failure comes again. */
const addresses = (): string[] =>
  fc
    .sample(fc.string({ unit: "binary-ascii", maxLength: 10 }), { numRuns: 40, seed: 4 })
    .flatMap((s) => [
      `https://example.org/${s}`,
      `https://${s}.example.org?${s}`,
      `mailto:${s}@example.org`,
      `tel:${s}`,
    ]);

it.skipIf(!javaHere)(
  "the Nu checker finds no error in any export",
  () => {
    const pages: Record<string, [ArticleContent, ExportContext]> = {
      full: [
        fullArticle(),
        context(["lead", "map"], { newsroom: "Radio See", url: "https://example.org/see" }),
      ],
      empty: [article(), context()],
      faces: [
        fullArticle(),
        context([], {
          faces: [
            { family: "Source Serif 4", style: "italic", woff2: "d09GMgA+/w==" },
            { family: "Inter", style: "normal", woff2: "d09GMgA=" },
          ],
        }),
      ],
      sizes: [
        fullArticle(),
        context([], {
          pictures: {
            lead: {
              width: 960,
              height: 540,
              href: "pictures/see-1-960.jpg",
              sizes: [480, 960].map((width) => ({ href: `pictures/see-1-${width}.jpg`, width })),
            },
            map: { width: 1, height: 1, href: "data:image/jpeg;base64,AAAA" },
          },
        }),
      ],
      markup: [everywhere(`</title><script>alert("1")</script><!-- ' & &amp; <b onclick=x>`), context(["p"])],
      controls: [everywhere("a\0\u0007\u000b\u0085\ud800b\ufffe\u2028c\u202e\nd"), context(["p"])],
      languages: [article({ details: { language: "zz-abcde-x-y" } }), context()],
      dates: [article({ details: { published: "-000001-01-01T00:00:00.000Z" } }), context()],
      links: [
        article({ body: addresses().map((link) => block("paragraph", [{ text: "Link", link }])) }),
        context(),
      ],
    };
    const made = Object.entries(pages).map(([name, [content, where]]) => [name, exportHtml(content, where)]);
    expect(nuMessages(Object.fromEntries(made) as Record<string, string>)).toEqual([]);
    expect(nuMessages({ broken: "<!DOCTYPE html><title>x</title><p><div></p>" })).not.toEqual([]);
  },
  180_000,
);
