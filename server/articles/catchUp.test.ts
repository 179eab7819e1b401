import Database from "better-sqlite3";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { detailsMap, fieldText } from "../../src/domain/article/document.ts";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import { ArticleLogFile } from "../storage/articleLogFile.ts";
import { type Client, TestServer } from "../testing/testServer.ts";

/** Starts the server again; what it then says of the article, each time one asks. */
async function restarted(
  server: TestServer,
  { cookie }: Client,
  id: string,
): Promise<() => Promise<unknown>> {
  await server.start();
  const again = server.client();
  again.cookie = cookie;
  return async () => (await again.call<ArticleSummary>("GET", `/api/articles/${id}`)).body;
}

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

  const summary = await restarted(server, client, id);
  await expect.poll(summary).toMatchObject({
    headline: "Committed, not yet listed",
    updatedBy: "Ben",
    updatedAt: new Date(at).toISOString(),
  });
});

it("names on the desk the language of articles that were written before desks knew of it", async () => {
  const server = await TestServer.open();
  const client = await server.admin();
  const { id, updatedAt, language } = await client.newArticle();
  expect(language).toBe("de-CH");
  await server.stop();

  const doc = new Y.Doc();
  // Of two that were set without knowing of each other, the higher client's holds: the article has a language already.
  doc.clientID = 2 ** 32 - 1;
  detailsMap(doc).set("language", "fr-CH");
  const sqlite = new Database(`${server.dataDir}/foureyes.db`);
  const at = Date.parse(updatedAt) + 60_000;
  const update = Y.encodeStateAsUpdate(doc);
  const author = { id: "b", name: "Ben" };
  new ArticleLogFile(sqlite).commit([{ kind: "update", articleId: id, update, author, at }]);
  // As an earlier version left it, whose row is as new as the content.
  sqlite.exec(
    "alter table article drop column language; delete from migration where name = 'desk-row-language'",
  );
  sqlite.prepare("update article set updated_at = ?, updated_by = 'Ben' where id = ?").run(at, id);
  sqlite.close();

  const summary = await restarted(server, client, id);
  await expect
    .poll(summary)
    .toMatchObject({ language: "fr-CH", updatedBy: "Ben", updatedAt: new Date(at).toISOString() });
});
