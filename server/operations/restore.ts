import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { makePrivateFolder } from "../storage/dataFolder.ts";
import { copyPrivately, syncToDisk } from "./backup.ts";
import type { Progress, VerifyReport } from "./findings.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { sha256Of, verifyDataDir } from "./verify.ts";

/**
 * Puts a backup into an empty data folder. Every file of the backup is compared with its manifest before anything is
 * written; the database takes its name last, so a restore that was cut short never starts as a newsroom. The report
 * is of the restored folder: damage that was already in what was backed up is told, and does not stop the rest. Nobody
 * is signed in afterwards, and no invitation or link to a new password is open: what was ended, used or withdrawn since must not come back.
 */
export async function restore(
  source: string,
  dataDir: string,
  progress: Progress = () => {},
): Promise<VerifyReport> {
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0)
    throw new Error(`${dataDir} is not empty. Move it away, or set DATA_DIR to a new folder.`);
  const { files } = await readManifest(source);
  progress(`Checking the ${files.length} files of the backup`);
  for (const { path, sha256 } of files) {
    const file = join(source, path);
    // oxlint-disable-next-line no-await-in-loop
    if (!existsSync(file) || (await sha256Of(file)) !== sha256)
      throw new Error(`The backup is damaged: ${path} is not what was written. Use another backup.`);
  }
  progress("Copying");
  makePrivateFolder(dataDir);
  try {
    await copyInto(dataDir, source, files);
  } catch (cause) {
    // It was empty before: another attempt finds it so again.
    await Promise.all(
      (await readdir(dataDir)).map((name) => rm(join(dataDir, name), { recursive: true, force: true })),
    );
    throw cause;
  }
  return verifyDataDir(dataDir, progress);
}

async function copyInto(dataDir: string, source: string, files: Manifest["files"]): Promise<void> {
  for (const { path } of files) {
    const to = join(dataDir, path === "foureyes.db" ? "foureyes.db.restoring" : path);
    // oxlint-disable-next-line no-await-in-loop
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // oxlint-disable-next-line no-await-in-loop
    await copyPrivately(join(source, path), to);
    // oxlint-disable-next-line no-await-in-loop
    await syncToDisk(to);
  }
  const database = join(dataDir, "foureyes.db.restoring");
  endWhatLetsIn(database);
  await syncToDisk(database);
  await rename(database, join(dataDir, "foureyes.db"));
  await syncToDisk(dataDir);
}

/**
 * The secret that signed the sessions is in no backup, so none of them opens anything here anyway: a damaged table does
 * not stop a restore.
 */
function endWhatLetsIn(file: string): void {
  const sqlite = new Database(file);
  try {
    for (const statement of [
      "delete from session",
      "delete from ended_session",
      "delete from verification",
      "delete from invitation where used_by is null",
      "delete from password_reset",
    ])
      try {
        sqlite.exec(statement);
      } catch (cause) {
        const code = String((cause as { code?: unknown }).code);
        // A backup of an earlier version lacks a table; the migrations end its sessions.
        if (!/^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(code)) throw cause;
      }
  } finally {
    sqlite.close();
  }
}
