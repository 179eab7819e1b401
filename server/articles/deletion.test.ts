import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import sharp from "sharp";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { newFigure } from "../../src/domain/article/flatText.ts";
import type { ArticleList, ArticleSummary, Asset, Person } from "../../src/domain/protocol/api.ts";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import { verifyDataDir } from "../operations/verify.ts";
import { type Client, TestServer } from "../testing/testServer.ts";

/** Tables in which an article has rows, and the column with its id. */
const tables = {
  article: "id",
  article_update: "article_id",
  article_snapshot: "article_id",
  article_writer: "article_id",
  client_reservation: "article_id",
  article_asset: "article_id",
};

function inDatabase<T>({ dataDir }: TestServer, work: (database: Database.Database) => T): T {
  const database = new Database(join(dataDir, "foureyes.db"));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const rowsOf = (server: TestServer, id: string): Record<string, number> =>
  inDatabase(server, (database) =>
    Object.fromEntries(
      Object.entries(tables).map(([table, column]) => [
        table,
        database.prepare(`select count(*) from ${table} where ${column} = ?`).pluck().get(id) as number,
      ]),
    ),
  );
const none = Object.fromEntries(Object.keys(tables).map((table) => [table, 0]));

/** Hands words in as a page does; the status of the answer. */
async function write(client: Client, id: string, change: (doc: Y.Doc) => void): Promise<number> {
  const doc = new Y.Doc();
  change(doc);
  const response = await fetch(`${client.url}/api/articles/${id}/updates`, {
    method: "POST",
    headers: { cookie: client.cookie ?? "", "content-type": "application/octet-stream" },
    body: new Uint8Array(Y.encodeStateAsUpdate(doc)),
  });
  return response.status;
}
const say =
  (words: string) =>
  (doc: Y.Doc): void =>
    doc.getText("headline").insert(0, words);

async function addPicture(client: Client, id: string, red: number): Promise<string> {
  const picture = await sharp({
    create: { width: 8, height: 8, channels: 3, background: { r: red, g: 0, b: 0 } },
  })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(picture)], { type: "image/png" }), "a.png");
  const response = await fetch(`${client.url}/api/articles/${id}/assets`, {
    method: "POST",
    headers: { cookie: client.cookie ?? "" },
    body: form,
  });
  return ((await response.json()) as Asset).id;
}

const show =
  (asset: string) =>
  (doc: Y.Doc): void => {
    const media = new Y.Map<unknown>();
    media.set("asset", asset);
    doc.getMap("media").set("m1", media);
    doc.getText("body").insertEmbed(0, newFigure({ id: "f1", media: "m1", moves: 0 }));
  };

const trash = (client: Client, id: string) => client.call("PATCH", `/api/articles/${id}`, { trashed: true });
const listOf = async (client: Client, query: string): Promise<string[]> =>
  (await client.call<ArticleList>("GET", `/api/articles${query}`)).body.articles.map(({ id }) => id);

describe("an article in the trash", () => {
  it("says when it is deleted for good; one on the desk never is", async () => {
    const server = await TestServer.open({ TRASH_DAYS: "3" });
    const client = await server.admin();
    const { id, deleteAt } = await client.newArticle();
    expect(deleteAt).toBeNull();
    const { body } = await client.call<ArticleSummary>("PATCH", `/api/articles/${id}`, { trashed: true });
    expect(Date.parse(body.deleteAt ?? "") - Date.parse(body.trashedAt ?? "")).toBe(3 * 24 * 3600_000);
  });

  it("is deleted for good by an admin, with all that is stored of it, and never comes back", async () => {
    const server = await TestServer.open();
    const [ada, ben] = [await server.admin(), await server.invited("editor")];
    const { id } = await ben.newArticle();
    expect(await write(ben, id, say("Elektroboot"))).toBe(200);
    inDatabase(server, (database) =>
      database
        .prepare("insert into client_reservation values (?, 7, ?, ?)")
        .run(id, ben.person.id, Date.now()),
    );
    await expect.poll(() => listOf(ada, "?search=elektroboot")).toEqual([id]);
    const other = await ben.newArticle();
    const remove = (client: Client) => client.call("DELETE", `/api/articles/${id}`);
    expect(await remove(ada)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    await trash(ben, id);
    expect((await remove(ben)).status).toBe(403);
    expect(rowsOf(server, id)).not.toEqual(none);
    expect((await remove(ada)).status).toBe(204);

    expect(rowsOf(server, id)).toEqual(none);
    expect(await listOf(ada, "?trash=1&search=elektroboot")).toEqual([]);
    expect((await remove(ada)).status).toBe(404);
    expect((await ada.call("PATCH", `/api/articles/${id}`, { trashed: false })).status).toBe(404);
    expect(await write(ben, id, say("again"))).toBe(404);
    expect(rowsOf(server, id)).toEqual(none);
    expect(await listOf(ada, "")).toEqual([other.id]);
    expect((await verifyDataDir(server.dataDir)).findings).toEqual([]);
  });

  it("closes to those who read it there, who are told why, also after a restart", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { id } = await client.newArticle();
    const join = async () => {
      const socket = new WebSocket(`${client.url.replace("http", "ws")}/sync/${id}`, {
        headers: { cookie: client.cookie ?? "" },
      });
      onTestFinished(() => socket.terminate());
      const closed = new Promise<{ code: number; reason: string }>((resolve) =>
        socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() })),
      );
      await new Promise((resolve) => socket.once("message", resolve).once("close", resolve));
      return closed.then.bind(closed);
    };
    const told = { code: closeCodes.notFound, reason: "deleted" };
    const inside = await join();
    await trash(client, id);
    expect((await client.call("DELETE", `/api/articles/${id}`)).status).toBe(204);
    expect(await new Promise((resolve) => void inside(resolve))).toEqual(told);
    await server.stop();
    await server.start();
    Object.assign(client, { url: server.url });
    const late = await join();
    expect(await new Promise((resolve) => void late(resolve))).toEqual(told);
  });

  it("stays whole when its deletion fails half-way, and goes at the next try", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { id } = await client.newArticle();
    await write(client, id, say("Elektroboot"));
    await trash(client, id);
    const before = rowsOf(server, id);
    inDatabase(server, (database) =>
      database.exec("create trigger broken before delete on article begin select raise(abort, 'no'); end"),
    );
    expect((await client.call("DELETE", `/api/articles/${id}`)).status).toBe(500);
    expect(rowsOf(server, id)).toEqual(before);
    inDatabase(server, (database) => database.exec("drop trigger broken"));
    await client.call("PATCH", `/api/articles/${id}`, { trashed: false });
    expect(await write(client, id, say("goes on"))).toBe(200);
    await trash(client, id);
    expect((await client.call("DELETE", `/api/articles/${id}`)).status).toBe(204);
    expect(rowsOf(server, id)).toEqual(none);
  });

  it("takes along the pictures that no other article shows", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const [gone, kept] = [(await client.newArticle()).id, (await client.newArticle()).id];
    const [own, shared] = [await addPicture(client, gone, 1), await addPicture(client, gone, 2)];
    await write(client, gone, show(own));
    await write(client, kept, show(shared));
    await trash(client, gone);
    expect((await client.call("DELETE", `/api/articles/${gone}`)).status).toBe(204);
    const files = async (asset: string): Promise<number> =>
      (await readdir(join(server.dataDir, "assets"), { recursive: true })).filter((name) =>
        name.replace("/", "").startsWith(asset),
      ).length;
    await expect.poll(() => files(own)).toBe(0);
    expect(await files(shared)).toBe(4);
    expect((await client.call("GET", `/api/assets/${own}/small`)).status).toBe(404);
    expect((await client.call("GET", `/api/assets/${shared}/small`)).status).toBe(200);
    expect((await verifyDataDir(server.dataDir)).findings).toEqual([]);
  });

  it("goes by itself once its time is over", async () => {
    const server = await TestServer.open({ TRASH_DAYS: "30" });
    const client = await server.admin();
    const [old, recent, desk] = [
      await client.newArticle(),
      await client.newArticle(),
      await client.newArticle(),
    ];
    for (const { id } of [old, recent]) await trash(client, id);
    await server.stop();
    const days = (count: number): number => Date.now() - count * 24 * 3600_000;
    inDatabase(server, (database) => {
      const set = database.prepare("update article set trashed_at = ? where id = ?");
      set.run(days(30) - 60_000, old.id);
      set.run(days(29), recent.id);
    });
    await server.start();
    Object.assign(client, { url: server.url });
    await expect.poll(() => listOf(client, "?trash=1")).toEqual([recent.id]);
    expect(await listOf(client, "")).toEqual([desk.id]);
    expect(rowsOf(server, old.id)).toEqual(none);
  });
});

it("emptying the trash deletes what was in it when it was counted, and nothing that came since", async () => {
  const server = await TestServer.open();
  const [client, ben] = [await server.admin(), await server.invited("editor")];
  const ids = [];
  for (let i = 0; i < 4; i++) ids.push((await client.newArticle()).id);
  for (const id of ids.slice(0, 2)) await trash(client, id);
  const { body } = await client.call<{ count: number; until: string }>("GET", "/api/trash");
  expect(body.count).toBe(2);
  await expect.poll(() => new Date().toISOString() > body.until).toBe(true);
  await trash(client, ids[2] ?? "");
  const empty = (who: Client, until: string) =>
    who.call("DELETE", `/api/trash?until=${encodeURIComponent(until)}`);
  expect((await empty(ben, body.until)).status).toBe(403);
  expect((await empty(client, "yesterday")).status).toBe(400);
  expect(await empty(client, body.until)).toMatchObject({ status: 200, body: { deleted: 2 } });
  expect(await listOf(client, "?trash=1")).toEqual([ids[2]]);
  expect(await listOf(client, "")).toEqual([ids[3]]);
});

it.each([
  [
    "deactivated",
    (boss: Client, { person }: { person: Person }) =>
      boss.call("PATCH", `/api/people/${person.id}`, { active: false }),
  ],
  ["signed out elsewhere", (_boss: Client, eve: Client) => eve.call("POST", "/api/auth/sign-out")],
])("an admin who is %s while the trash is emptied deletes no more", async (_what, end) => {
  const server = await TestServer.open();
  const [ada, eve] = [await server.admin(), await server.invited("admin", "Eve")];
  for (let i = 0; i < 150; i++) {
    // oxlint-disable-next-line no-await-in-loop
    await ada.newArticle();
  }
  inDatabase(server, (database) => database.prepare("update article set trashed_at = 1").run());
  const left = (): number =>
    inDatabase(
      server,
      (database) => database.prepare("select count(*) from article").pluck().get() as number,
    );
  const emptying = eve.call("DELETE", `/api/trash?until=${new Date().toISOString()}`);
  await expect.poll(left).toBeLessThan(150);
  expect((await end(ada, eve)).status).toBe(200);
  expect(await emptying).toMatchObject({ status: 401, body: { code: "not-signed-in" } });
  const kept = left();
  expect(kept).toBeGreaterThan(0);
  const { body } = await ada.call<{ count: number }>("GET", "/api/trash");
  expect(body.count).toBe(kept);
});
