import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const manifestName = "manifest.json";

/** What a backup consists of. Written last: a folder without one is no backup. */
export interface Manifest {
  format: 1;
  /** ISO 8601. */
  createdAt: string;
  files: { path: string; bytes: number; sha256: string }[];
}

const allowed = /^(foureyes\.db|assets\/[0-9a-f]{2}\/[0-9a-f]{62}(\.[a-z]+)?)$/;

/** Rejects for a folder that is no backup, and for one that names files outside a data folder. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), "utf8").catch(() => {
    throw new Error(`${folder} is no finished backup: it has no ${manifestName}.`);
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new Error(`This version cannot read the backup in ${folder}.`);
  const foreign = manifest.files.find(({ path }) => !allowed.test(path));
  if (foreign) throw new Error(`The backup names a file that belongs to no data folder: ${foreign.path}`);
  return manifest;
}
