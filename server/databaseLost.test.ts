import {
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { ServerProcess, temporaryFolder } from "./operations/testing/newsroom.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";
import { openDatabase } from "./storage/database.ts";

/** A database of another newsroom. */
function foreignDatabase(): string {
  const folder = temporaryFolder();
  openDatabase(folder).close();
  return join(folder, "foureyes.db");
}

/** A server, an article with acknowledged words in it, and who wrote them. */
async function newsroom() {
  const dataDir = join(temporaryFolder(), "data");
  const server = await ServerProcess.start(dataDir);
  const client = await server.admin();
  const { id: article } = await client.newArticle();
  const anna = new RawClient(server.syncUrl, { as: client.cookie, article });
  await until(() => anna.synced && anna.acked > 0);
  anna.type("kept ");
  await until(() => anna.settled);
  const reason = async () => (await client.call("GET", "/readyz")).body["reason"];
  return { dataDir, file: join(dataDir, "foureyes.db"), server, client, article, anna, reason };
}

/** Ends the server as a crash would, puts that file in the database's place, and reads the article on a new one. */
async function readAgain(at: Awaited<ReturnType<typeof newsroom>>, file: string): Promise<void> {
  await at.server.end("SIGKILL");
  const content = join(temporaryFolder(), "foureyes.db");
  copyFileSync(file, content);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(at.file + suffix, { force: true });
  copyFileSync(content, at.file);
  const again = await ServerProcess.start(at.dataDir);
  const { cookie } = await again.admin();
  const reader = new RawClient(again.syncUrl, { as: cookie, article: at.article });
  await until(() => reader.synced);
  expect(reader.text).toBe("kept ");
}

const rescued = ({ dataDir }: { dataDir: string }): string | undefined => {
  const name = existsSync(dataDir)
    ? readdirSync(dataDir).find((each) => each.includes(".rescued-"))
    : undefined;
  return name && join(dataDir, name);
};

describe("what is written while the database is not at its place is never called saved", () => {
  it.each<[string, (file: string) => void, "rescued" | "elsewhere"]>([
    ["deleted", (file) => rmSync(file), "rescued"],
    [
      "deleted with its log and its index",
      (file) => withCompanions(file).forEach((each) => rmSync(each)),
      "rescued",
    ],
    ["deleted with its folder", (file) => rmSync(dirname(file), { recursive: true }), "rescued"],
    ["replaced by another newsroom's", (file) => renameSync(foreignDatabase(), file), "rescued"],
    [
      "replaced by a copy of itself",
      (file) => {
        copyFileSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
      "rescued",
    ],
    ["robbed of its log", (file) => rmSync(`${file}-wal`), "rescued"],
    [
      "moved away with its log",
      (file) => withCompanions(file).forEach((each) => renameSync(each, `${each}.away`)),
      "elsewhere",
    ],
    ["emptied", (file) => truncateSync(file), "elsewhere"],
    [
      "overwritten with zeros",
      (file) => writeFileSync(file, Buffer.alloc(65_536), { flag: "r+" }),
      "elsewhere",
    ],
    ["overwritten with another newsroom's", (file) => copyFileSync(foreignDatabase(), file), "elsewhere"],
    [
      "overwritten with a backup of itself",
      (file) => {
        const sqlite = new Database(file, { readonly: true });
        sqlite.exec(`vacuum into '${file}.backup'`);
        sqlite.close();
        copyFileSync(`${file}.backup`, file);
      },
      "elsewhere",
    ],
  ])("%s", async (_what, harm, copy) => {
    const at = await newsroom();
    const { anna, client, server, reason } = at;
    expect(await reason()).toBeUndefined();
    harm(at.file);
    expect(await reason()).toBe("database");
    const acked = anna.acked;
    anna.type("not kept");
    await until(async () => (await reason()) === "database");
    await until(() => server.log.includes("the database file is lost: nothing is saved"));
    expect(anna.acked).toBe(acked);
    expect(await client.call("POST", "/api/articles", {})).toMatchObject({
      status: 503,
      body: { code: "unavailable" },
    });
    if (copy === "elsewhere") return;
    // Who comes is still served, and each other's words still come.
    const bert = new RawClient(server.syncUrl, { as: client.cookie, article: at.article });
    await until(() => bert.text === "kept not kept");
    await until(() => server.log.includes("all that was saved is in a new file"));
    await readAgain(at, rescued(at) ?? "");
  });

  it("once the very file is back, everything is saved and acknowledged", async () => {
    const { file, anna, client, server, reason, dataDir } = await newsroom();
    const away = join(dataDir, "foureyes.db.away");
    renameSync(file, away);
    anna.type("meanwhile");
    await until(async () => (await reason()) === "database");
    await until(() => server.log.includes("the database file is lost: nothing is saved"));
    expect(anna.settled).toBe(false);
    renameSync(away, file);
    await until(() => anna.settled);
    await until(async () => (await reason()) === undefined);
    expect((await client.call("POST", "/api/articles", {})).status).toBe(201);
    await until(() => server.log.includes("the database file is back"));
    expect(rescued({ dataDir })).toBeUndefined();
    expect(await server.end("SIGTERM")).toBe(0);
    const database = openDatabase(dataDir);
    expect(database.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
    database.close();
  });

  it("the next start says that a newsroom was there", async () => {
    const { file, dataDir, server } = await newsroom();
    await server.end("SIGKILL");
    for (const each of withCompanions(file)) rmSync(each);
    expect(() => openDatabase(dataDir)).toThrow("is missing, but there was a newsroom");
  });
});

const withCompanions = (file: string): string[] =>
  ["", "-wal", "-shm"].map((suffix) => file + suffix).filter((path) => existsSync(path));
