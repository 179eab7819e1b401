import Database from "better-sqlite3";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { fieldText } from "../../src/domain/article/document.ts";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import { ArticleLogFile } from "../storage/articleLogFile.ts";
import { TestServer } from "../testing/testServer.ts";

it("shows on the desk what was committed before the server ended, once it runs again", async () => {
  const server = await TestServer.open();
  const client = await server.admin();
  const { id, updatedAt } = await client.newArticle();
  await server.stop();

  const doc = new Y.Doc();
  fieldText(doc, "headline").insert(0, "Committed, not yet listed");
  const sqlite = new Database(`${server.dataDir}/foureyes.db`);
  const at = Date.parse(updatedAt) + 60_000;
  new ArticleLogFile(sqlite).commit([
    {
      kind: "update",
      articleId: id,
      update: Y.encodeStateAsUpdate(doc),
      author: { id: "b", name: "Ben" },
      at,
    },
  ]);
  sqlite.close();

  await server.start();
  const again = server.client();
  again.cookie = client.cookie;
  await expect
    .poll(async () => (await again.call<ArticleSummary>("GET", `/api/articles/${id}`)).body)
    .toMatchObject({
      headline: "Committed, not yet listed",
      updatedBy: "Ben",
      updatedAt: new Date(at).toISOString(),
    });
});
