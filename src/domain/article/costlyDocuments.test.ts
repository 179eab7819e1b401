import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createArticleCounter } from "./counts.ts";
import { readArticle } from "./readArticle.ts";
import { costlyDocuments } from "./testing/costlyDocuments.ts";

describe("a document made to be slow to read is read all the same", () => {
  it.each(Object.entries(costlyDocuments))("%s", (_what, make) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, make());
    const { body, fields } = readArticle(doc);
    const { characters } = createArticleCounter()(doc).article;
    const read = [
      ...body.flatMap((block) => (block.kind === "text" ? block.runs : [])),
      { text: fields.lead },
    ];
    expect(read.reduce((sum, { text }) => sum + text.length, 0)).toBe(characters);
  });
});
