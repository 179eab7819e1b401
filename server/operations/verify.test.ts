import { spawnSync } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { nodeArguments } from "../programs.ts";
import { SqliteArticleLog } from "../storage/articleLogSqlite.ts";
import { TestServer } from "../testing/testServer.ts";
import { verifyDataDir } from "./verify.ts";

const command = new URL("./command.ts", import.meta.url);
const findings = async (dataDir: string): Promise<string[]> =>
  (await verifyDataDir(dataDir)).findings.map(({ subject, problem }) => `${subject}: ${problem}`);

it("finds a damaged row, snapshot and picture, names each article, and changes nothing", async () => {
  const server = await TestServer.open();
  const client = await server.admin();
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push((await client.newArticle()).id);
  const example = await client.call<{ id: string }>("POST", "/api/articles", { example: true });
  expect(example.status).toBeLessThan(300);
  expect(await verifyDataDir(server.dataDir)).toMatchObject({ articles: 4, findings: [] });

  const file = join(server.dataDir, "foureyes.db");
  const log = new SqliteArticleLog({ file });
  const [row = "", mended = "", lost = ""] = ids;
  await log.compact(mended);
  await log.compact(lost);
  await log.close();
  const sqlite = new Database(file);
  sqlite.prepare("update article_update set crc = crc + 1 where article_id = ?").run(row);
  sqlite
    .prepare("update article_snapshot set bytes = zeroblob(9) where article_id in (?, ?)")
    .run(mended, lost);
  sqlite.prepare("delete from article_update where article_id = ?").run(lost);
  sqlite
    .prepare(
      "insert into article_update (article_id, at, crc, bytes) select 'stray', at, crc, bytes from article_update limit 1",
    )
    .run();
  sqlite.close();
  const folder = join(server.dataDir, "assets");
  const picture = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((name) =>
    /\/[0-9a-f]{62}$/.test(name),
  );
  appendFileSync(join(folder, picture ?? ""), "x");
  rmSync(join(folder, `${picture}.small`));
  const before = readFileSync(file);

  const found = (await findings(server.dataDir)).join("\n");
  expect(found).toMatch(new RegExp(`article ${row}: row \\d+ of its log is damaged`));
  expect(found).toMatch(new RegExp(`article ${mended}: its snapshot through row \\d+ is damaged`));
  expect(found).toMatch(new RegExp(`article ${lost}: its snapshot through row \\d+ is damaged`));
  expect(found).toContain("article stray: has content but no row");
  expect(found).toMatch(/picture [0-9a-f]{64}: its file is damaged/);
  expect(found).toMatch(/picture [0-9a-f]{64}: lacks its file .*\.small/);
  const advice = (await verifyDataDir(server.dataDir)).findings.find(({ subject }) =>
    subject.endsWith(mended),
  );
  expect(advice?.advice).toContain("Nothing is lost");
  expect(readFileSync(file).equals(before)).toBe(true);

  const { status, stdout } = spawnSync(
    process.execPath,
    [...nodeArguments(command), "verify", server.dataDir],
    {
      encoding: "utf8",
    },
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`DAMAGED article ${row}`);
});
