import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { mediaMap } from "../../src/domain/article/document.ts";
import { backUp } from "../operations/backup.ts";
import { ServerProcess, temporaryFolder } from "../operations/testing/newsroom.ts";
import { assetFiles, verifyDataDir } from "../operations/verify.ts";
import type { Committed } from "../ports.ts";
import { RawClient, until } from "../rooms/testing/rawClient.ts";
import { SqliteArticleLog } from "../storage/articleLogSqlite.ts";
import { openDatabase } from "../storage/database.ts";
import { Assets } from "./Assets.ts";
import { PictureSweep, type Swept } from "./PictureSweep.ts";
import { noise } from "./testing/pictures.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Articles and pictures made on a real server, which has ended; its folder, swept on days to come. */
class Newsroom {
  readonly dataDir = join(temporaryFolder(), "data");
  /** By name. */
  readonly pictures = new Map<string, string>();
  readonly articles = new Map<string, string>();

  static async with(pictures: readonly string[]): Promise<Newsroom> {
    const room = new Newsroom();
    const server = await ServerProcess.start(room.dataDir);
    const client = await server.admin();
    // oxlint-disable-next-line no-await-in-loop
    for (const name of ["flood", "trashed", "other"]) room.articles.set(name, (await client.newArticle()).id);
    let width = 40;
    for (const name of pictures) {
      const form = new FormData();
      // oxlint-disable-next-line no-await-in-loop
      form.append("file", new Blob([new Uint8Array(await noise(++width, 30).jpeg().toBuffer())]));
      // oxlint-disable-next-line no-await-in-loop
      const answer = await fetch(`${server.url}/api/articles/${room.article("flood")}/assets`, {
        method: "POST",
        body: form,
        headers: { cookie: client.cookie },
      });
      // oxlint-disable-next-line no-await-in-loop
      room.pictures.set(name, ((await answer.json()) as { id: string }).id);
    }
    for (const [article, picture] of [
      ["flood", "used"],
      ["trashed", "used in the trash"],
      // Uploaded to another article, and pasted here.
      ["other", "pasted"],
    ] as const) {
      if (!pictures.includes(picture)) continue;
      const writer = new RawClient(server.syncUrl, { as: client.cookie, article: room.article(article) });
      // oxlint-disable-next-line no-await-in-loop
      await until(() => writer.synced && writer.acked > 0);
      nameAsset(writer.doc, room.picture(picture));
      // oxlint-disable-next-line no-await-in-loop
      await until(() => writer.settled);
      writer.close();
    }
    await client.call("PATCH", `/api/articles/${room.article("trashed")}`, { trashed: true });
    expect(await server.end("SIGTERM")).toBe(0);
    return room;
  }

  picture(name: string): string {
    return this.pictures.get(name) as string;
  }

  article(name: string): string {
    return this.articles.get(name) as string;
  }

  /** So many days from now. `meanwhile` happens after the articles' list was read. */
  async sweep(
    days: number,
    meanwhile?: (parts: { assets: Assets; commit: (committed: Committed) => void }) => Promise<void>,
  ): Promise<Swept> {
    const database = openDatabase(this.dataDir);
    const log = new SqliteArticleLog({ file: database.file });
    const now = (): number => Date.now() + days * dayMs;
    const assets = await Assets.open(this.dataDir, database, { now });
    const listeners = new Set<(committed: Committed) => void>();
    let before = meanwhile;
    const sweep = new PictureSweep({
      database,
      assets,
      assetsOf: async (id) => {
        const named = (await log.project(id))?.assets ?? null;
        const once = before;
        before = undefined;
        await once?.({ assets, commit: (committed) => listeners.forEach((listener) => listener(committed)) });
        return named;
      },
      rooms: {
        onCommitted: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      log: { info: () => {}, warn: () => {} },
      now,
    });
    try {
      return await sweep.run();
    } finally {
      assets.close();
      await log.close();
      database.close();
    }
  }

  /** Names of the pictures that are whole. */
  async kept(): Promise<string[]> {
    const files = await readdir(join(this.dataDir, "assets"), { recursive: true });
    const of = (id: string): number => files.filter((name) => name.replace("/", "").startsWith(id)).length;
    return [...this.pictures].flatMap(([name, id]) => (of(id) === 4 ? [name] : []));
  }
}

function nameAsset(doc: Y.Doc, asset: string): void {
  const media = new Y.Map<unknown>();
  media.set("asset", asset);
  mediaMap(doc).set("m1", media);
}

it("deletes pictures that no article has named for 30 days, and none that one names", async () => {
  const room = await Newsroom.with(["used", "used in the trash", "pasted", "unused"]);
  const all = [...room.pictures.keys()];
  expect(await room.sweep(29)).toEqual({ unused: 0, deleted: 0, strayFiles: 0 });
  expect(await room.sweep(31)).toEqual({ unused: 1, deleted: 0, strayFiles: 0 });
  expect(await room.sweep(60)).toEqual({ unused: 1, deleted: 0, strayFiles: 0 });
  expect(await room.kept()).toEqual(all);
  expect(await room.sweep(62)).toEqual({ unused: 0, deleted: 1, strayFiles: 0 });
  expect(await room.kept()).toEqual(["used", "used in the trash", "pasted"]);
  expect(await room.sweep(900)).toEqual({ unused: 0, deleted: 0, strayFiles: 0 });
  expect(await room.kept()).toEqual(["used", "used in the trash", "pasted"]);
  expect((await verifyDataDir(room.dataDir)).findings).toEqual([]);
});

it("counts what an article gains while the others are read, and what is uploaded again", async () => {
  const room = await Newsroom.with(["inserted", "attached", "unused"]);
  await room.sweep(31);
  const doc = new Y.Doc();
  nameAsset(doc, room.picture("inserted"));
  const swept = await room.sweep(62, async ({ assets, commit }) => {
    commit({ articleId: room.article("flood"), by: null, at: 0, bytes: 0, doc });
    assets.attach(room.article("flood"), room.picture("attached"));
  });
  expect(swept.deleted).toBe(1);
  expect(await room.kept()).toEqual(["inserted", "attached"]);
});

it("deletes nothing when an article cannot be read", async () => {
  const room = await Newsroom.with(["unused"]);
  await room.sweep(31);
  await expect(room.sweep(62, () => Promise.reject(new Error("damaged")))).rejects.toThrow("damaged");
  expect(await room.kept()).toEqual(["unused"]);
});

it("deletes the files of uploads during which the server died", async () => {
  const room = await Newsroom.with(["lost"]);
  const database = openDatabase(room.dataDir);
  database.sqlite.exec("delete from article_asset; delete from asset");
  database.close();
  expect((await room.sweep(0)).strayFiles).toBe(0);
  expect((await room.sweep(2)).strayFiles).toBe(4);
  expect(await room.kept()).toEqual([]);
});

it("makes a whole backup while pictures are deleted", async () => {
  const room = await Newsroom.with(["used", "unused"]);
  const target = join(temporaryFolder(), "backup");
  const backup = await backUp(room.dataDir, target, (line) => {
    if (!line.startsWith("Copying 2 pictures")) return;
    // As the sweep does it, and all of it before the first picture is copied.
    const id = room.picture("unused");
    const database = openDatabase(room.dataDir);
    for (const text of ["delete from article_asset where asset_id = ?", "delete from asset where id = ?"])
      database.sqlite.prepare(text).run(id);
    database.close();
    for (const file of assetFiles(id)) rmSync(join(room.dataDir, "assets", file));
  });
  expect(backup.missing).toEqual([]);
  expect((await verifyDataDir(target)).findings).toEqual([]);
  expect(await room.kept()).toEqual(["used"]);
});
