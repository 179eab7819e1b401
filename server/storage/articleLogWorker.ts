import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { DeskRowsFile } from "../articles/deskRowsFile.ts";
import { projectUpdates } from "../articles/projection.ts";
import { answerCalls, stepBack } from "../threadCalls.ts";
import { ArticleLogFile } from "./articleLogFile.ts";
import type { LogCall } from "./articleLogSqlite.ts";
import { checkDatabaseFile, type DatabaseFile, databaseFile } from "./databaseFile.ts";
import { unpackEntries } from "./packedEntries.ts";

/** The thread that keeps the log's connection: no commit ever makes the sockets wait for the disk. */
const { file, files, busyTimeoutMs, maxPages, yields } = workerData as {
  file: string;
  files: DatabaseFile | null;
  busyTimeoutMs: number;
  maxPages: number | null;
  yields: number;
};
const sqlite = new Database(file, { fileMustExist: true });
sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
sqlite.pragma("synchronous = FULL");
sqlite.pragma("cache_size = -2000");
if (maxPages !== null) sqlite.pragma(`max_page_count = ${maxPages}`);
const log = new ArticleLogFile(sqlite);
let deskRows: DeskRowsFile | null = null;
const known = files ?? databaseFile(file, null);
stepBack(yields);

/** What is written to files that nobody finds any more is not stored: it is not begun, and not called done. */
function stored(write: () => void): void {
  checkDatabaseFile(known);
  write();
  checkDatabaseFile(known);
}

function answer(call: LogCall): unknown {
  switch (call.method) {
    case "commit":
      stored(() => log.commit(unpackEntries(call.entries)));
      break;
    case "deskRows":
      deskRows ??= new DeskRowsFile(sqlite);
      return deskRows.write(call.rows);
    case "load":
      return log.load(call.articleId);
    case "lastChange":
      return log.lastChange(call.articleId);
    case "compact":
      return log.compact(call.articleId);
    case "project": {
      const stored = log.load(call.articleId);
      return stored && projectUpdates(stored.updates);
    }
    case "probe":
      stored(() => log.probe());
      break;
    case "close":
      sqlite.close();
  }
  return null;
}

answerCalls<LogCall>(parentPort, { answer, isLast: (call) => call.method === "close" });
