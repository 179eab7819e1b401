import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type Database from "better-sqlite3";

/** Names the newsroom beside its database: says that there was one when the database is gone, and which. */
const markerName = "foureyes.newsroom";
const headerBytes = 16;

/** The data folder was a newsroom's, and its database is missing, empty or another one's. The message says what to do. */
export class NewsroomLost extends Error {}

/** Throws `NewsroomLost` where a new database would take the place of one that was there. Reads only. */
export function refuseLostNewsroom(dataDir: string): void {
  const state = stateOf(join(dataDir, "foureyes.db"));
  if (state !== "written") refuseTraces(dataDir, state);
}

/** The same for what is written in the database, before anything of it is changed. */
export function refuseForeignDatabase(dataDir: string, sqlite: Database.Database): void {
  const tables = sqlite.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  if (tables.length === 0) refuseTraces(dataDir, "empty");
  const marked = readMarker(dataDir);
  const id = tables.includes("setting") ? readId(sqlite) : null;
  if (marked === null || id === null || marked === id) return;
  throw new NewsroomLost(
    `foureyes.db in ${dataDir} is another newsroom's than the one that was there (${markerName}). The server did not start and changed nothing. Bring the right file back. If it is meant to be this one, delete ${markerName} and start again.`,
  );
}

/**
 * Gives the newsroom its id, in the database and in a file beside it; the file comes second, so that a crash in between
 * leaves nothing that a start would refuse. The answer is the id as SQLite's `application_id`, in the first page of the
 * file, so that another database in its place can be told apart.
 */
export function markNewsroom(dataDir: string, sqlite: Database.Database): number {
  const marked = readMarker(dataDir);
  // A database from before there were ids takes that of its folder.
  sqlite
    .prepare("insert into setting (name, value) values ('newsroom', ?) on conflict do nothing")
    .run(marked ?? randomUUID());
  const id = readId(sqlite) ?? "";
  const stamp = crc32(id) >>> 1 || 1;
  if (sqlite.pragma("application_id", { simple: true }) !== stamp) sqlite.pragma(`application_id = ${stamp}`);
  if (marked === null) writeMarker(dataDir, id);
  return stamp;
}

function refuseTraces(dataDir: string, state: "missing" | "empty"): void {
  const found = traces(dataDir);
  if (found.length === 0) return;
  throw new NewsroomLost(
    `foureyes.db in ${dataDir} is ${state}, but there was a newsroom (found: ${found.join(", ")}). The server did not start and changed nothing. Bring the file back (foureyes.db.rescued-… is one); or move the folder away and run “npm run restore -- BACKUP”; for a new newsroom, empty the folder (docs/operating.md).`,
  );
}

const readId = (sqlite: Database.Database): string | null =>
  (sqlite.prepare("select value from setting where name = 'newsroom'").pluck().get() as string | undefined) ??
  null;

function stateOf(file: string): "missing" | "empty" | "written" {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return "missing";
  // What else there may be is SQLite's to say.
  if (!stat.isFile()) return "written";
  const handle = openSync(file, "r");
  try {
    const header = Buffer.alloc(headerBytes);
    readSync(handle, header, 0, headerBytes, 0);
    return header.every((byte) => byte === 0) ? "empty" : "written";
  } finally {
    closeSync(handle);
  }
}

/** What only a newsroom leaves behind. */
function traces(dataDir: string): string[] {
  const names = readdirSync(dataDir);
  const found = names.filter(
    (name) => name === markerName || name === "secret" || /^foureyes\.db\.(rescued|restoring)/.test(name),
  );
  const wal = statSync(join(dataDir, "foureyes.db-wal"), { throwIfNoEntry: false });
  if (wal && wal.size > 0) found.push("foureyes.db-wal");
  if (names.includes("assets") && holdsFiles(join(dataDir, "assets"))) found.push("pictures");
  return found;
}

const holdsFiles = (folder: string): boolean =>
  readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory() ? readdirSync(join(folder, entry.name)).length > 0 : true,
  );

function readMarker(dataDir: string): string | null {
  try {
    // Cut short by a crash, it is written anew.
    return readFileSync(join(dataDir, markerName), "utf8").trim() || null;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cause;
  }
}

function writeMarker(dataDir: string, id: string): void {
  const handle = openSync(join(dataDir, markerName), "w", 0o600);
  try {
    writeSync(handle, `${id}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (process.platform === "win32") return;
  const folder = openSync(dataDir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
