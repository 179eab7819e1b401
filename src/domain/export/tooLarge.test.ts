import { expect, it } from "vitest";
import * as Y from "yjs";
import { readArticle } from "../article/readArticle.ts";
import { repeatedLink, repeatedPicture } from "../article/testing/costlyDocuments.ts";
import { exportFragment, exportHtml } from "./html.ts";
import { exportMarkdown } from "./markdown.ts";
import { TooLargeToPrint } from "./printed.ts";
import { context } from "./testing/articles.ts";
import { exportText } from "./text.ts";

const formats = { exportHtml, exportFragment, exportMarkdown, exportText };

const read = (update: Uint8Array): ReturnType<typeof readArticle> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return readArticle(doc);
};

it.each([
  ["a picture's words", () => repeatedPicture(10_000, 500_000, "a".repeat(64))],
  ["an address", () => repeatedLink(30_000)],
])("%s may show again and again, not without end", (_what, make) => {
  const content = read(make());
  for (const format of Object.values(formats))
    expect(() => format(content, context(["m"]))).toThrow(TooLargeToPrint);
});

it.each([
  ["a picture's words", () => repeatedPicture(50, 10_000, "a".repeat(64))],
  ["an address", () => repeatedLink(500)],
])("%s that show fifty times and more are printed", (_what, make) => {
  const content = read(make());
  for (const format of Object.values(formats))
    expect(format(content, context(["m"])).length).toBeGreaterThan(500);
});
