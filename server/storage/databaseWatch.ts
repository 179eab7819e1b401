import { dirname } from "node:path";
import type { OpenDatabase } from "./database.ts";
import { isDeleted } from "./databaseFile.ts";
import { makePrivateFile, makePrivateFolder } from "./dataFolder.ts";

export interface WatchLogger {
  info(what: object, message: string): void;
  error(what: object, message: string): void;
}

const everyMs = 1_000;

/**
 * Looks every second whether the database's files are still there, and says so when they are not. Where one was deleted,
 * it writes what the server still has open beside them: all that was ever acknowledged. The answer ends the watch.
 */
export function watchDatabase(database: OpenDatabase, logger: WatchLogger): () => Promise<void> {
  let lost = false;
  let rescue: Promise<void> | null = null;
  const timer = setInterval(() => {
    const loss = lossOf(database);
    if (loss === null) {
      if (lost) logger.info({}, "the database file is back");
      lost = false;
      return;
    }
    if (!lost) logger.error({ err: loss }, "the database file is lost: nothing is saved");
    lost = true;
    if (isDeleted(database.files)) rescue ??= writeRescued(database, logger);
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rescue;
  };
}

function lossOf(database: OpenDatabase): unknown {
  try {
    database.check();
    return null;
  } catch (cause) {
    return cause;
  }
}

/** Once: nothing is added while the files are lost, and a deleted file does not come back. Never rejects. */
async function writeRescued(database: OpenDatabase, logger: WatchLogger): Promise<void> {
  const copy = `${database.file}.rescued-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  try {
    makePrivateFolder(dirname(copy));
    makePrivateFile(copy);
    await database.sqlite.backup(copy);
    logger.info({ copy }, "all that was saved is in a new file beside the database");
  } catch (cause) {
    logger.error({ err: cause, copy }, "what was saved could not be written to a new file");
  }
}
