import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes the folder and those above it that are missing, for this account alone. Throws the system's error when it cannot.
 * Unlike Node's recursive `mkdir`, which tries for ever where a folder exists and takes none (`/proc/x`).
 */
export function makePrivateFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !isThere(at) && at !== dirname(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse()) mkdirSync(folder, { mode: 0o700 });
  // Throws when it is something else than a folder.
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path);
}

/** Throws for what is neither there nor missing, such as something below a file. */
const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
