import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { ArticleContent } from "./content.ts";
import { readArticle } from "./readArticle.ts";

/** Documents as the first version of the product stored them, and what it read in them. */
const stored = JSON.parse(
  readFileSync(new URL("./testing/documentsOfVersion1.json", import.meta.url), "utf8"),
) as Record<string, { update: string; content: ArticleContent }>;

describe("[P3] documents of the first version", () => {
  it.each(Object.entries(stored))(
    "«%s» reads as it always did, and stays as it is",
    (_name, { update, content }) => {
      const bytes = new Uint8Array(Buffer.from(update, "base64"));
      const doc = new Y.Doc();
      Y.applyUpdate(doc, bytes);
      const before = Y.encodeStateAsUpdate(doc);
      expect(readArticle(doc)).toMatchObject(content);
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    },
  );
});
