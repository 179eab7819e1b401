import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { fieldText } from "../../src/domain/article/document.ts";
import {
  copyOfItself,
  costlyDocuments,
  repeatedLink,
} from "../../src/domain/article/testing/costlyDocuments.ts";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import { handInPath } from "../../src/domain/protocol/sync.ts";
import { ServerProcess, temporaryFolder } from "../operations/testing/newsroom.ts";
import { ArticleLogFile } from "../storage/articleLogFile.ts";
import type { Client } from "../testing/testServer.ts";

const headline = "Still here";

function titled(): Uint8Array {
  const doc = new Y.Doc();
  fieldText(doc, "headline").insert(0, headline);
  return Y.encodeStateAsUpdate(doc);
}

async function handIn(client: Client, id: string, update: Uint8Array): Promise<number> {
  const headers = { "content-type": "application/octet-stream", cookie: client.cookie ?? "" };
  const body = update as Uint8Array<ArrayBuffer>;
  return (await fetch(client.url + handInPath(id), { method: "POST", headers, body })).status;
}

const exported = (client: Client, id: string, format = "markdown") =>
  client.call<{ text: string }>("GET", `/api/articles/${id}/export?format=${format}`);

/** The desk follows the article, it can be exported, and the server is there for all others. */
async function expectReadable(client: Client, id: string): Promise<void> {
  await expect
    .poll(async () => (await client.call<ArticleSummary>("GET", `/api/articles/${id}`)).body.headline)
    .toBe(headline);
  expect(await exported(client, id)).toMatchObject({
    status: 200,
    body: { text: expect.stringContaining(headline) },
  });
  expect((await client.call("GET", "/readyz")).status).toBe(200);
}

it("an update of 44 bytes about 2^36 units is refused; stored, it is read like any other, after a restart too", async () => {
  const dataDir = temporaryFolder();
  let server = await ServerProcess.start(dataDir);
  let client = await server.admin();
  const { id } = await client.newArticle();
  expect(await handIn(client, id, copyOfItself)).toBe(400);
  expect(await handIn(client, id, titled())).toBe(200);
  await expectReadable(client, id);
  expect(await server.end("SIGTERM")).toBe(0);

  const sqlite = new Database(join(dataDir, "foureyes.db"));
  new ArticleLogFile(sqlite).commit([
    {
      kind: "update",
      articleId: id,
      update: copyOfItself,
      author: { id: "b", name: "Ben" },
      at: Date.now() + 1,
    },
  ]);
  sqlite.close();
  for (let starts = 0; starts < 2; starts++) {
    server = await ServerProcess.start(dataDir);
    client = await server.admin();
    await expectReadable(client, id);
    expect(await server.end("SIGTERM")).toBe(0);
  }
});

it.each(["nested marks", "deleted copies of copies"])("reads an article of %s", async (what) => {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const { id } = await client.newArticle();
  expect(await handIn(client, id, costlyDocuments[what]?.() ?? new Uint8Array())).toBe(200);
  expect(await handIn(client, id, titled())).toBe(200);
  await expectReadable(client, id);
});

it("says so where what an article shows again and again is too much for a file", async () => {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const { id } = await client.newArticle();
  expect(await handIn(client, id, repeatedLink(26_000))).toBe(200);
  for (const format of ["html", "markdown", "zip"])
    expect(await exported(client, id, format)).toMatchObject({ status: 413, body: { code: "too-large" } });
  expect((await client.call("GET", "/readyz")).status).toBe(200);
});
