import { join } from "node:path";
import Database from "better-sqlite3";
import { makePrivateFile, makePrivateFolder } from "./dataFolder.ts";

/** Another server runs on the data folder. */
export class FolderInUse extends Error {
  constructor(dataDir: string) {
    super(
      `Another Foureyes server runs on ${dataDir}. End it, or set DATA_DIR to another folder: two servers would each know only a part of what is written.`,
    );
    this.name = "FolderInUse";
  }
}

/** How long a start waits for a server that is about to end. Milliseconds. */
const patienceMs = 2_000;

/**
 * Makes the data folder if need be and keeps it for this process until the answer is called. Throws `FolderInUse`. The
 * operating system holds the lock, through SQLite, and drops it with the process however that ends: the file that
 * stays behind after a kill holds nobody up.
 */
export function lockFolder(dataDir: string): () => void {
  makePrivateFolder(dataDir);
  const file = join(dataDir, "foureyes.lock");
  makePrivateFile(file);
  const sqlite = new Database(file, { timeout: patienceMs });
  try {
    // Nothing is ever written to it, so there is no journal either.
    sqlite.exec("begin exclusive");
  } catch (cause) {
    sqlite.close();
    throw (cause as { code?: unknown }).code === "SQLITE_BUSY" ? new FolderInUse(dataDir) : cause;
  }
  return () => void sqlite.close();
}
