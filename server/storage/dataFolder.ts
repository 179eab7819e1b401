import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Read and write for others than the owner. */
const others = 0o077;
const sticky = 0o1000;
/** What the server itself has in its data folder. */
const own = /^(foureyes\..*|secret(\..*)?|assets|tmp)$/;

/** From here on this process makes files and folders for its own account alone. Call it once, from the program. */
export function makeFilesPrivate(): void {
  process.umask(others);
}

/**
 * Makes the folder and those above it that are missing, for this account alone. Throws the system's error when it cannot.
 * Unlike Node's recursive `mkdir`, which tries for ever where a folder exists and takes none (`/proc/x`).
 */
export function makePrivateFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !statOf(at) && at !== dirname(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse()) mkdirSync(folder, { mode: 0o700 });
  // Throws when it is something else than a folder.
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path);
}

/** Makes an empty file for this account alone where there is none. SQLite gives the files beside it the same mode. */
export function makePrivateFile(path: string): void {
  if (!statOf(path)) closeSync(openSync(path, "a", 0o600));
}

/**
 * Takes from others on this machine what they may read of the data folder, as a folder that was there before may let
 * them, or files that were copied into it. The paths that stay open: those of another owner, on a disk without modes,
 * and a folder that holds other things as well, which might not work any more.
 */
export function closeToOthers(dataDir: string): string[] {
  // Windows has no such modes.
  if (process.platform === "win32") return [];
  const names = readdirSync(dataDir);
  const open = names.filter((name) => own.test(name)).flatMap((name) => closed(join(dataDir, name)));
  const shared = names.some((name) => !own.test(name) && statOf(join(dataDir, name))?.isDirectory());
  const { mode } = statSync(dataDir);
  if ((mode & sticky) === 0 && !shared) open.push(...closedAlone(dataDir));
  else if ((mode & others) !== 0) open.push(dataDir);
  return open;
}

/** The path and, where others could come in, all below it. What of it stays open. */
function closed(path: string): string[] {
  const stat = statOf(path);
  if (!stat || (stat.mode & others) === 0) return [];
  const below = stat.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
  return [...below.flatMap(closed), ...closedAlone(path)];
}

function closedAlone(path: string): string[] {
  const { mode } = statSync(path);
  if ((mode & others) === 0) return [];
  try {
    chmodSync(path, mode & 0o700);
  } catch {
    return [path];
  }
  return (statSync(path).mode & others) === 0 ? [] : [path];
}

/** Null for what is missing. Throws for what is neither there nor missing, such as something below a file. */
const statOf = (path: string): Stats | null => statSync(path, { throwIfNoEntry: false }) ?? null;
