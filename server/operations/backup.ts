import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { makePrivateFile, makePrivateFolder } from "../storage/dataFolder.ts";
import type { Progress } from "./findings.ts";
import { type Manifest, manifestName } from "./manifest.ts";
import { assetFiles, sha256Of } from "./verify.ts";

const everyPage = 0x7fffffff;

/**
 * Copies the data folder into a new folder, also while a server runs on it: the database as it was at one moment, then
 * the pictures it knows, which never change. The secret that signs sessions stays behind. The target appears only once it is complete and on disk. Rejects when it
 * exists already. `missing`: pictures of which the data folder itself has no file; `sound`: false when the database was
 * damaged already, and was copied as it is.
 */
export async function backUp(
  dataDir: string,
  target: string,
  progress: Progress = () => {},
): Promise<{ files: number; missing: string[]; sound: boolean }> {
  if (existsSync(target)) throw new Error(`${target} exists already. Name a new folder.`);
  const database = join(dataDir, "foureyes.db");
  if (!existsSync(database)) throw new Error(`There is no foureyes.db in ${dataDir}.`);
  const partial = `${resolve(target)}.partial-${process.pid}`;
  // It holds everybody's words and the hashes of their passwords.
  makePrivateFolder(partial);
  try {
    progress("Copying the database");
    const { ids, sound } = await copyDatabase(database, join(partial, "foureyes.db"));
    const manifest: Manifest = { format: 1, createdAt: new Date().toISOString(), files: [] };
    const note = async (path: string): Promise<void> => {
      const file = join(partial, path);
      await syncToDisk(file);
      manifest.files.push({ path, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
    };
    progress(`Copying ${ids.length} pictures`);
    const missing: string[] = [];
    for (const path of ids.flatMap(assetFiles).map((file) => `assets/${file}`)) {
      // One after the other: the disk is shared with a running server.
      // oxlint-disable-next-line no-await-in-loop
      if (await copyIfThere(join(dataDir, path), join(partial, path))) await note(path);
      else missing.push(path);
    }
    const gone = new Set(sound ? forgetDeleted(database, join(partial, "foureyes.db"), ids, missing) : []);
    await note("foureyes.db");
    await writeFile(join(partial, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await syncToDisk(join(partial, manifestName));
    await syncToDisk(partial);
    await rename(partial, target);
    await syncToDisk(dirname(resolve(target)));
    return { files: manifest.files.length, missing: missing.filter((path) => !gone.has(path)), sound };
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw cause;
  }
}

/** All pages in one step: between two steps a commit of the server would make it begin again. */
async function copyDatabase(from: string, to: string): Promise<{ ids: string[]; sound: boolean }> {
  makePrivateFile(to);
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => everyPage });
  } finally {
    source.close();
  }
  const copy = new Database(to);
  try {
    // One file without companions, so that reading the backup leaves nothing beside it.
    copy.pragma("journal_mode = DELETE");
    const ids = copy.prepare("select id from asset order by id").pluck().all() as string[];
    return { ids, sound: isSound(copy) };
  } finally {
    copy.close();
  }
}

/**
 * Takes pictures out of the copied database that a running server deleted since it was copied, because no article uses
 * them. Of the missing files, answers with those that are theirs.
 */
function forgetDeleted(
  from: string,
  copied: string,
  ids: readonly string[],
  missing: readonly string[],
): string[] {
  if (missing.length === 0) return [];
  const [source, copy] = [new Database(from, { readonly: true }), new Database(copied)];
  try {
    const known = new Set(source.prepare("select id from asset").pluck().all());
    const filesOf = (id: string): string[] => assetFiles(id).map((file) => `assets/${file}`);
    const lacking = new Set(missing);
    const deleted = ids.filter((id) => !known.has(id) && filesOf(id).some((path) => lacking.has(path)));
    for (const id of deleted)
      for (const text of ["delete from article_asset where asset_id = ?", "delete from asset where id = ?"])
        copy.prepare(text).run(id);
    return deleted.flatMap(filesOf);
  } finally {
    source.close();
    copy.close();
  }
}

/** Whether SQLite finds its pages in order; what is written on them only `verify` reads. */
function isSound(sqlite: Database.Database): boolean {
  try {
    return sqlite.pragma("quick_check(1)", { simple: true }) === "ok";
  } catch {
    return false;
  }
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await copyPrivately(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw cause;
  }
}

/** For this account alone, whoever may read the original. */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}

/** A file's content, or a folder's names. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
