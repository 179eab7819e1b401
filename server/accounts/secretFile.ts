import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const bytes = 48;

/**
 * The secret that signs session cookies, in the file `secret` of the data folder, readable by its owner alone. It is
 * made at the first start and is in no backup. Whoever deletes it has everybody sign in again. Only the holder of the
 * folder's lock may call this. Throws when the file cannot be read or is no secret.
 */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, "secret");
  const kept = read(file) ?? write(file, dataDir);
  if (kept.length < bytes)
    throw new Error(
      `${file} is too short to be a secret. Delete it: a new one is made, and people sign in again.`,
    );
  return kept;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cause;
  }
}

/** The file takes its name once it is whole and on disk. */
function write(file: string, dataDir: string): string {
  const secret = randomBytes(bytes).toString("base64url");
  const partial = `${file}.new`;
  rmSync(partial, { force: true });
  const opened = openSync(partial, "wx", 0o600);
  try {
    writeSync(opened, `${secret}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(partial, file);
  const folder = openSync(dataDir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return secret;
}
