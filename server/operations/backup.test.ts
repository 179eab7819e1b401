import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, existsSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as Y from "yjs";
import type { InvitationLink } from "../../src/domain/protocol/api.ts";
import { nodeArguments } from "../programs.ts";
import { RawClient, until } from "../rooms/testing/rawClient.ts";
import { openDatabase } from "../storage/database.ts";
import { TestServer } from "../testing/testServer.ts";
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
  const command = new URL("./command.ts", import.meta.url);
  // A file may not grow beyond 8 KiB, as on a disk that is full.
  const run = (...words: string[]): { status: number | null; stderr: string } =>
    spawnSync(
      "sh",
      ["-c", 'ulimit -f 16; exec "$@"', "sh", process.execPath, ...nodeArguments(command), ...words],
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

it("[P2] holds no secret, and a restore lets nobody in by what was ended or withdrawn since", async () => {
  const folder = temporaryFolder();
  const [backup, fresh] = [join(folder, "backup"), join(folder, "fresh")];
  const server = await TestServer.open();
  const boss = await server.admin();
  const ben = await server.invited("editor");
  const { body } = await boss.call<InvitationLink>("POST", "/api/invitations", { role: "admin" });
  const invitation = `/api/invitations/${body.url.split("/").at(-1)}`;
  await backUp(server.dataDir, backup);
  expect(readdirSync(backup)).not.toContain("secret");
  expect((await restore(backup, fresh)).findings).toEqual([]);
  const sqlite = openDatabase(fresh).sqlite;
  for (const table of ["session", "ended_session", "invitation where used_by is null"])
    expect(sqlite.prepare(`select count(*) from ${table}`).pluck().get()).toBe(0);
  sqlite.close();

  await server.stop();
  await server.start({ DATA_DIR: fresh });
  for (const { cookie } of [boss, ben])
    expect((await Object.assign(server.client(), { cookie }).call("GET", "/api/articles")).status).toBe(401);
  expect((await server.client().call("GET", invitation)).status).toBe(410);
  expect(await (await server.admin()).call("GET", "/api/people")).toMatchObject({
    status: 200,
    body: { people: [{ name: "ada" }, { name: "Ben" }] },
  });
});
