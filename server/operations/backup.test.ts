import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, existsSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { RawClient, until } from "../rooms/testing/rawClient.ts";
import { openDatabase } from "../storage/database.ts";
import { backUp } from "./backup.ts";
import { restore } from "./restore.ts";
import { ServerProcess, temporaryFolder } from "./testing/newsroom.ts";
import { verifyDataDir } from "./verify.ts";

it("[P2] backs up under writes; a restore holds all of it, and later words come back with who has them", async () => {
  const folder = temporaryFolder();
  const [dataDir, target, fresh] = ["data", "backup", "fresh"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const server = await ServerProcess.start(dataDir);
  const client = await server.admin();
  await client.call("POST", "/api/articles", { example: true });
  const { id: article } = await client.newArticle();
  const anna = new RawClient(server.syncUrl, { as: client.cookie, article });
  await until(() => anna.synced && anna.acked > 0);
  anna.type("before ");
  await until(() => anna.settled);
  const typing = setInterval(() => anna.type("."), 1);
  await backUp(dataDir, target);
  clearInterval(typing);
  anna.type("after ");
  await until(() => anna.settled);
  await server.end("SIGKILL");
  anna.close();
  await expect(backUp(dataDir, target)).rejects.toThrow("exists already");

  await expect(restore(target, dataDir)).rejects.toThrow("not empty");
  expect(await restore(target, fresh)).toMatchObject({ articles: 2, findings: [] });
  const again = await ServerProcess.start(fresh);
  const session = await again.admin();
  const reader = new RawClient(again.syncUrl, { as: session.cookie, article });
  await until(() => reader.synced);
  expect(reader.text).toContain("before ");
  expect(reader.text).not.toContain("after ");
  const back = new RawClient(again.syncUrl, { as: session.cookie, article });
  Y.applyUpdate(back.doc, Y.encodeStateAsUpdate(anna.doc), back);
  await until(() => reader.text === anna.text);
  await until(() => back.settled);
  expect(await again.end("SIGTERM")).toBe(0);
  expect((await verifyDataDir(fresh)).findings).toEqual([]);

  appendFileSync(join(target, "foureyes.db"), "x");
  const third = join(folder, "third");
  await expect(restore(target, third)).rejects.toThrow("The backup is damaged: foureyes.db");
  expect(existsSync(third)).toBe(false);
});

it("leaves nothing behind when there is not enough space, and says so", async () => {
  const folder = temporaryFolder();
  const [dataDir, backup] = [join(folder, "data"), join(folder, "backup")];
  openDatabase(dataDir).close();
  expect(await backUp(dataDir, backup)).toMatchObject({ sound: true, missing: [] });
  const command = fileURLToPath(new URL("./command.ts", import.meta.url));
  // A file may not grow beyond 8 KiB, as on a disk that is full.
  const run = (...words: string[]): { status: number | null; stderr: string } =>
    spawnSync(
      "sh",
      ["-c", 'ulimit -f 16; exec "$@"', "sh", process.execPath, "--import", "tsx", command, ...words],
      {
        env: { ...process.env, DATA_DIR: join(folder, "fresh"), TSX_DISABLE_CACHE: "1" },
        encoding: "utf8",
      },
    );
  expect(run("restore", backup)).toMatchObject({ status: 1, stderr: expect.stringContaining("space") });
  expect(readdirSync(join(folder, "fresh"))).toEqual([]);
  expect((await restore(backup, join(folder, "fresh"))).findings).toEqual([]);
});

it("says that a database was damaged already when it was copied", async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, "data");
  const database = openDatabase(dataDir);
  const page = database.sqlite
    .prepare("select max(pageno) from dbstat where name = 'article_update'")
    .pluck()
    .get() as number;
  database.close();
  const file = openSync(join(dataDir, "foureyes.db"), "r+");
  writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, (page - 1) * 4_096);
  closeSync(file);
  expect(await backUp(dataDir, join(folder, "backup"))).toMatchObject({ sound: false });
});
