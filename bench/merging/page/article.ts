import type { Node, Schema } from "@tiptap/pm/model";
import { Random } from "../../../src/binding/testing/random.ts";
import type { BlockStyle, TextRun } from "../../../src/domain/article/content.ts";
import { articleFromTemplate, type TemplateBlock } from "../../../src/domain/article/template.ts";

const words =
  "die Regierung will am Montag über das neue Gesetz beraten wie eine Sprecherin der Agentur sagte und nach Angaben von Fachleuten bleibt die Lage im Norden des Landes angespannt obwohl beide Seiten zuletzt Gespräche führten".split(
    " ",
  );

/** An article of that many words, in blocks as a newsroom writes them; `marks` words are bold, italic or links. */
export function makeArticle(schema: Schema, wordCount: number, marks: number): Node {
  const random = new Random(wordCount);
  const blocks: Node[] = [];
  const every = marks > 0 ? wordCount / marks : Number.POSITIVE_INFINITY;
  let nextMark = every;
  let written = 0;
  let marked = 0;
  while (written < wordCount) {
    const heading = blocks.length % 8 === 3;
    const style: BlockStyle = heading ? "heading" : blocks.length % 11 === 7 ? "bullet" : "paragraph";
    const count = Math.min(wordCount - written, heading ? 6 : 40 + random.below(40));
    const inline: Node[] = [];
    for (let i = 0; i < count; i++) {
      written += 1;
      const word = random.pick(words);
      if (written >= nextMark) {
        nextMark += every;
        const name = (["bold", "italic", "link"] as const)[marked++ % 3] as "bold" | "italic" | "link";
        const attrs = name === "link" ? { href: `https://example.org/${marked}` } : null;
        inline.push(schema.text(word, [schema.mark(name, attrs)]), schema.text(" "));
      } else inline.push(schema.text(`${word} `));
    }
    blocks.push(schema.node("textblock", { style, indent: 0 }, inline));
  }
  return schema.node("doc", null, blocks);
}

/** The bytes that the server gives a new article with this body. */
export function bodyOf(article: Node): Uint8Array {
  const body: TemplateBlock[] = [];
  article.forEach((block) => {
    if (block.type.name === "figure") {
      const { id, media } = block.attrs as { id: string; media: string };
      body.push({ kind: "figure", id: media || id, asset: "", caption: "", credit: "", source: "", alt: "" });
      return;
    }
    const runs: TextRun[] = [];
    block.forEach((node) => {
      const run: TextRun = { text: node.text ?? "" };
      for (const mark of node.marks) {
        if (mark.type.name === "bold") run.bold = true;
        else if (mark.type.name === "italic") run.italic = true;
        else run.link = String(mark.attrs.href);
      }
      runs.push(run);
    });
    body.push({
      kind: "text",
      style: block.attrs.style as BlockStyle,
      indent: Number(block.attrs.indent),
      runs,
    });
  });
  return articleFromTemplate({ language: "de-CH", body });
}
