import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { SearchIndex } from "./searchIndex.ts";

it("closes while an article that it lacks is still being read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-search-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const newsroom = join(folder, "foureyes.db");
  const sqlite = new Database(newsroom);
  sqlite.exec("create table article (id text primary key, updated_at integer, trashed_at integer)");
  sqlite.exec("insert into article values ('long', 1, null)");
  sqlite.close();
  let read = (_text: string | null): void => {};
  let isRead = false;
  const index = new SearchIndex({
    file: join(folder, "foureyes.search.db"),
    newsroom,
    readStored: () => {
      isRead = true;
      return new Promise((resolve) => (read = resolve));
    },
    log: Fastify().log,
  });
  const caughtUp = index.catchUp();
  await expect.poll(() => isRead).toBe(true);
  await index.close();
  read("too late");
  await caughtUp;
});
