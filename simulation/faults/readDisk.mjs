// Prints what the data folder of the first argument holds of the article of the second, as one line of base64 for each
// stored update, the snapshot first. Knows nothing of the server's code, and reads a copy: what a crash left behind
// must be mended by the server that starts next, not by whoever looks.
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";

const [dataDir, articleId] = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), "foureyes-disk-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
for (const name of ["foureyes.db", "foureyes.db-wal"])
  if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(copy, name));

const sqlite = new Database(join(copy, "foureyes.db"), { fileMustExist: true });
const problems = sqlite.pragma("integrity_check").map(({ integrity_check }) => integrity_check);
if (problems.join() !== "ok") throw new Error(`integrity check: ${problems.join("; ")}`);
const snapshot = sqlite
  .prepare(
    "select through_seq as seq, bytes from article_snapshot where article_id = ? order by seq desc limit 1",
  )
  .get(articleId);
const rows = sqlite
  .prepare("select bytes from article_update where article_id = ? and seq > ? order by seq")
  .all(articleId, snapshot?.seq ?? 0);
for (const { bytes } of snapshot ? [snapshot, ...rows] : rows)
  process.stdout.write(`${bytes.toString("base64")}\n`);
sqlite.close();
