import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { ArticleList } from "../../src/domain/protocol/api.ts";
import { closeCodes, leftArticle } from "../../src/domain/protocol/sync.ts";
import { verifyDataDir } from "../operations/verify.ts";
import { presenceMessage } from "../rooms/testing/frames.ts";
import { type Client, TestServer } from "../testing/testServer.ts";

interface Tab {
  /** As a page says it whose person goes to another one. */
  leave(): Promise<void>;
  /** As a browser does whose tab is closed. */
  close(): Promise<void>;
  /** As a line that breaks. */
  lose(): Promise<void>;
}

/** `clientId`: what the page tells to be its own. */
async function enter(client: Client, articleId: string, clientId?: number): Promise<Tab> {
  const socket = new WebSocket(`${client.url.replace("http", "ws")}/sync/${articleId}`, {
    headers: { cookie: client.cookie ?? "" },
  });
  onTestFinished(() => socket.terminate());
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await Promise.race([new Promise((resolve) => socket.once("message", resolve)), closed]);
  // The room is open once it asks what the page has.
  await new Promise((resolve) => setImmediate(resolve));
  if (clientId !== undefined) socket.send(presenceMessage(clientId, 1, {}));
  return {
    leave: async () => {
      socket.close(1000, leftArticle);
      await closed;
    },
    close: async () => {
      socket.close(closeCodes.goingAway);
      await closed;
    },
    lose: async () => {
      socket.terminate();
      await closed;
    },
  };
}

/** An empty text stands for words that were deleted again. */
async function write(client: Client, id: string, text: string): Promise<number> {
  const doc = new Y.Doc();
  doc.getText("lead").insert(0, text);
  if (text === "") {
    doc.getText("lead").insert(0, "x");
    doc.getText("lead").delete(0, 1);
  }
  const response = await fetch(`${client.url}/api/articles/${id}/updates`, {
    method: "POST",
    headers: { cookie: client.cookie ?? "", "content-type": "application/octet-stream" },
    body: new Uint8Array(Y.encodeStateAsUpdate(doc)),
  });
  return response.status;
}

const listed = async (client: Client): Promise<string[]> =>
  (await client.call<ArticleList>("GET", "/api/articles")).body.articles.map(({ id }) => id);
const presentIn = async (client: Client, id: string): Promise<number> =>
  (await client.call<{ presentCount: number }>("GET", `/api/articles/${id}`)).body.presentCount;

it("an empty article goes when whoever made it leaves it, and not when their line breaks", async () => {
  const server = await TestServer.open();
  const ben = await server.invited("editor");
  const { id } = await ben.newArticle();
  await (await enter(ben, id)).lose();
  await expect.poll(() => presentIn(ben, id)).toBe(0);
  expect(await listed(ben)).toEqual([id]);
  const tab = await enter(ben, id);
  await expect.poll(() => presentIn(ben, id)).toBe(1);
  await tab.leave();
  await expect.poll(() => listed(ben)).toEqual([]);
  expect((await ben.call("GET", `/api/articles/${id}`)).status).toBe(404);
  expect(await write(ben, id, "too late")).toBe(404);
  expect((await verifyDataDir(server.dataDir)).findings).toEqual([]);
});

it("it stays a moment for a page that is loaded again, and goes with a tab that is closed", async () => {
  const server = await TestServer.open({}, { limits: { pageGoneMs: 400 } });
  const ben = await server.invited("editor");
  const [reloaded, closed] = [(await ben.newArticle()).id, (await ben.newArticle()).id];
  const tabs = [await enter(ben, reloaded), await enter(ben, closed)];
  await expect.poll(() => presentIn(ben, reloaded)).toBe(1);
  await expect.poll(() => presentIn(ben, closed)).toBe(1);
  for (const tab of tabs) await tab.close();
  await enter(ben, reloaded);
  await expect.poll(() => listed(ben)).toEqual([reloaded]);
});

it("it stays while a colleague or another tab is in it, and where another person made it", async () => {
  const server = await TestServer.open();
  const [ada, ben] = [await server.admin(), await server.invited("editor")];
  const own = await ben.newArticle();
  const [tab, second, colleague] = [
    await enter(ben, own.id),
    await enter(ben, own.id),
    await enter(ada, own.id),
  ];
  await expect.poll(() => presentIn(ada, own.id)).toBe(2);
  await tab.leave();
  await second.leave();
  await expect.poll(() => presentIn(ada, own.id)).toBe(1);
  await colleague.leave();
  await expect.poll(() => presentIn(ada, own.id)).toBe(0);
  expect(await listed(ada)).toEqual([own.id]);
});

it("it stays once a colleague had it open who could come back with words, over a restart too; a guest has none", async () => {
  const server = await TestServer.open();
  const [ada, ben] = [await server.admin(), await server.invited("editor")];
  const guest = await server.invited("guest", "Gast");
  const [shown, read, own] = [await ben.newArticle(), await ben.newArticle(), await ben.newArticle()];
  const visits: [Client, string, number][] = [
    [ada, shown.id, 701],
    [guest, read.id, 702],
    [ben, own.id, 703],
  ];
  for (const [client, id, clientId] of visits) {
    const tab = await enter(client, id, clientId);
    await expect.poll(() => presentIn(ben, id)).toBe(1);
    // What came before is heard to the end when a socket closes.
    await tab.lose();
    await expect.poll(() => presentIn(ben, id)).toBe(0);
  }
  await server.stop();
  await server.start();
  for (const each of [ada, ben]) Object.assign(each, { url: server.url });
  for (const { id } of [shown, read, own]) {
    const tab = await enter(ben, id, 800);
    await expect.poll(() => presentIn(ben, id)).toBe(1);
    await tab.leave();
  }
  await expect.poll(() => listed(ben)).toEqual([shown.id]);
});

it("it stays once anything was ever written in it, also when that was deleted, and so does what came whole", async () => {
  const server = await TestServer.open();
  const ben = await server.invited("editor");
  const written = await ben.newArticle();
  expect(await write(ben, written.id, "a word")).toBe(200);
  const deletedAgain = await ben.newArticle();
  expect(await write(ben, deletedAgain.id, "")).toBe(200);
  const example = (await ben.call<{ id: string }>("POST", "/api/articles", { example: true })).body;
  const trashed = await ben.newArticle();
  await ben.call("PATCH", `/api/articles/${trashed.id}`, { trashed: true });
  const empty = await ben.newArticle();
  for (const { id } of [written, deletedAgain, example, trashed, empty]) {
    const tab = await enter(ben, id);
    await expect.poll(() => presentIn(ben, id)).toBe(1);
    await tab.leave();
  }
  await expect.poll(async () => (await listed(ben)).includes(empty.id)).toBe(false);
  expect((await listed(ben)).sort()).toEqual([written.id, deletedAgain.id, example.id].sort());
  expect((await ben.call("GET", `/api/articles/${trashed.id}`)).status).toBe(200);
});

it("whoever writes in it while it goes keeps their words, or is told that it is gone", async () => {
  const server = await TestServer.open();
  const [ada, ben] = [await server.admin(), await server.invited("editor")];
  const outcomes = new Set<number>();
  for (let round = 0; round < 30; round++) {
    const { id } = await ben.newArticle();
    const tab = await enter(ben, id);
    await expect.poll(() => presentIn(ben, id)).toBe(1);
    const left = tab.leave();
    if (round % 3 === 0) await left;
    const status = await write(ada, id, "a colleague's word");
    await left;
    outcomes.add(status);
    // Taken means stored, in an article that is there.
    const summary = await ada.call("GET", `/api/articles/${id}`);
    expect([200, 404, 503]).toContain(status);
    if (status === 200) expect(summary.status).toBe(200);
    if (status === 404) expect(summary.status).toBe(404);
  }
  expect(outcomes).toContain(404);
  expect((await verifyDataDir(server.dataDir)).findings).toEqual([]);
});

it("one that was left otherwise goes after a day, when nobody is in it", async () => {
  const server = await TestServer.open();
  const ben = await server.invited("editor");
  const [old, recent] = [await ben.newArticle(), await ben.newArticle()];
  await server.stop();
  const database = new Database(join(server.dataDir, "foureyes.db"));
  database.prepare("update article set created_at = ? where id = ?").run(Date.now() - 25 * 3600_000, old.id);
  database.close();
  await server.start();
  Object.assign(ben, { url: server.url });
  await expect.poll(() => listed(ben)).toEqual([recent.id]);
});

it("many that were left otherwise go one after the other, so that everybody is heard in between", async () => {
  const server = await TestServer.open();
  const ben = await server.invited("editor");
  const example = (await ben.call<{ id: string }>("POST", "/api/articles", { example: true })).body;
  for (let i = 0; i < 120; i++) {
    // oxlint-disable-next-line no-await-in-loop
    await ben.newArticle();
  }
  await server.stop();
  const database = new Database(join(server.dataDir, "foureyes.db"));
  onTestFinished(() => void database.close());
  database.prepare("update article set created_at = ?").run(Date.now() - 25 * 3600_000);
  const count = database.prepare("select count(*) from article").pluck();
  const left = [count.get() as number];
  const counted = (async () => {
    while (left.at(-1) !== 1) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setImmediate(resolve));
      left.push(count.get() as number);
    }
  })();
  await server.start();
  await counted;
  // One may have waited for the disk, and end in the turn in which the next one goes.
  for (const [i, now] of left.entries()) expect((left[i - 1] ?? now) - now).toBeLessThanOrEqual(2);
  Object.assign(ben, { url: server.url });
  expect(await listed(ben)).toEqual([example.id]);
});
