import { inspect } from "node:util";
import { type Config, ConfigError } from "./config.ts";
import { FolderInUse } from "./storage/folderLock.ts";
import { NewerDatabase } from "./storage/migrations.ts";
import { NewsroomLost } from "./storage/newsroom.ts";

const wayBack =
  "“npm run verify” tells what is damaged. To go back to a backup, move the folder away and run “npm run restore -- BACKUP” (docs/operating.md).";

/**
 * Why the server could not start and what to do about it, for the person who started it: one line for everything that
 * is known to happen, otherwise the error as it is. `config` is null when it was the settings that could not be read.
 */
export function startFailure(cause: unknown, config: Config | null): string {
  const line = knownFailure(cause, config);
  // A folder's name may hold line breaks.
  return line === null ? inspect(cause) : line.replace(/[\r\n]+/g, " ");
}

/** Null for what nobody expected. */
function knownFailure(cause: unknown, config: Config | null): string | null {
  if (
    cause instanceof ConfigError ||
    cause instanceof NewerDatabase ||
    cause instanceof FolderInUse ||
    cause instanceof NewsroomLost
  )
    return cause.message;
  if (!(cause instanceof Error) || !("code" in cause) || !config) return null;
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
    case "ENOENT":
    case "ELOOP":
    case "ENAMETOOLONG":
    case "ENOSYS":
    case "ENOTSUP":
    case "EIO":
      if (!isAboutHost(cause)) return folderUnusable(dataDir, cause);
      return `${host}:${port} is not open to this account (${cause.message}). Set PORT and HOST to others.`;
    case "EADDRINUSE":
      return `Something already listens on ${host}:${port}. End it, or set PORT to another number.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}. Set HOST to one it has, or to 0.0.0.0 for all of them.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      if (!isAboutHost(cause)) return folderUnusable(dataDir, cause);
      return `HOST is ${host}, which is no address of this machine (${cause.message}). Set it to one it has, or to 0.0.0.0 for all of them.`;
    default:
      return null;
  }
}

const isAboutHost = (cause: Error): boolean =>
  "syscall" in cause && (cause.syscall === "listen" || cause.syscall === "getaddrinfo");

const folderUnusable = (dataDir: string, cause: Error): string =>
  `${dataDir} cannot be used (${cause.message}). See to it that DATA_DIR is a folder on a healthy disk that this account may write to.`;
