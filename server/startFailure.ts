import { inspect } from "node:util";
import { type Config, ConfigError } from "./config.ts";
import { FolderInUse } from "./storage/folderLock.ts";
import { NewerDatabase } from "./storage/migrations.ts";

const wayBack =
  "«npm run verify» tells what is damaged. To go back to a backup, move the folder away and run «npm run restore -- BACKUP» (docs/operating.md).";

/**
 * Why the server could not start and what to do about it, for the person who started it: one line for everything that
 * is known to happen, otherwise the error as it is. `config` is null when it was the settings that could not be read.
 */
export function startFailure(cause: unknown, config: Config | null): string {
  if (cause instanceof ConfigError || cause instanceof NewerDatabase || cause instanceof FolderInUse)
    return cause.message;
  if (!(cause instanceof Error) || !("code" in cause) || !config) return inspect(cause);
  const { dataDir, host, port } = config;
  // SQLite's extended codes begin with the plain ones.
  const [code = ""] = /^[A-Z]+_?[A-Z]+/.exec(String(cause.code)) ?? [];
  switch (code) {
    case "SQLITE_CORRUPT":
    case "SQLITE_NOTADB":
      return `The database in ${dataDir} is damaged (${cause.message}). The server did not start and changed nothing. ${wayBack}`;
    case "SQLITE_FULL":
    case "ENOSPC":
    case "EDQUOT":
      return `The disk of ${dataDir} is full (${cause.message}). Free some space, then start again.`;
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return `Another process holds the database in ${dataDir} (${cause.message}). End it, then start again.`;
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
    case "SQLITE_IOERR":
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
      if (!("syscall" in cause && cause.syscall === "listen"))
        return `${dataDir} cannot be used (${cause.message}). See to it that DATA_DIR is a folder on a healthy disk that this account may write to.`;
      return `${host}:${port} is not open to this account (${cause.message}). Set PORT and HOST to others.`;
    case "EADDRINUSE":
      return `Something already listens on ${host}:${port}. End it, or set PORT to another number.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}. Set HOST to one it has, or to 0.0.0.0 for all of them.`;
    default:
      return inspect(cause);
  }
}
