import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { assetVariants } from "../../src/domain/protocol/api.ts";
import type { Finding, Progress, VerifyReport } from "./findings.ts";
import { verifyDatabase, wholeFromBackup } from "./verifyDatabase.ts";

const filesPerLine = 500;

/**
 * Reads a whole data folder, also while a server runs on it, and tells what is not as it was written. Changes none of
 * it. Rejects when there is no database.
 */
export async function verifyDataDir(dataDir: string, progress: Progress = () => {}): Promise<VerifyReport> {
  const file = join(dataDir, "foureyes.db");
  if (!existsSync(file)) throw new Error(`There is no foureyes.db in ${dataDir}.`);
  const sqlite = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const { assets, ...database } = verifyDatabase(sqlite, progress);
    // Read again outside the snapshot: a running server deletes pictures that no article uses any more.
    const isGone = (id: string): boolean =>
      sqlite.prepare("select 1 from asset where id = ?").get(id) === undefined;
    const pictures = await verifyPictures(join(dataDir, "assets"), { ids: assets, isGone }, progress);
    return { ...database, files: pictures.files, findings: [...database.findings, ...pictures.findings] };
  } catch (cause) {
    // Not even the list of its tables can be read.
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(String((cause as { code?: unknown }).code))) throw cause;
    const finding = { subject: "database", problem: (cause as Error).message, advice: wholeFromBackup };
    return { articles: 0, stored: 0, files: 0, findings: [finding] };
  } finally {
    sqlite.close();
  }
}

/** SHA-256 of a file's content, hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}

/** The parts of a picture's files: `""` is the original. */
export const assetFiles = (id: string): string[] =>
  ["", ...Object.keys(assetVariants).map((part) => `.${part}`)].map(
    (part) => `${id.slice(0, 2)}/${id.slice(2)}${part}`,
  );

async function verifyPictures(
  folder: string,
  { ids, isGone }: { ids: readonly string[]; isGone: (id: string) => boolean },
  progress: Progress,
): Promise<{ files: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  const again = "Copy this file from a backup, or add the same picture again.";
  const present = new Set(await filesBelow(folder));
  for (const id of ids)
    for (const path of assetFiles(id))
      if (!present.has(path) && !isGone(id))
        findings.push({ subject: `picture ${id}`, problem: `lacks its file ${path}`, advice: again });
  let done = 0;
  for (const path of present) {
    if (done++ % filesPerLine === 0) progress(`Reading pictures: ${done - 1} of ${present.size} files`);
    const id = path.replace("/", "");
    if (!/^[0-9a-f]{64}$/.test(id)) continue;
    // One after the other: the disk is shared with a running server.
    // oxlint-disable-next-line no-await-in-loop
    if ((await sha256IfThere(join(folder, path))) !== id && !isGone(id))
      findings.push({ subject: `picture ${id}`, problem: "its file is damaged", advice: again });
  }
  return { files: present.size, findings };
}

async function sha256IfThere(file: string): Promise<string | null> {
  try {
    return await sha256Of(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cause;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const parts = (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const names = await Promise.all(parts.map((part) => readdir(join(folder, part))));
  return parts.flatMap((part, index) => (names[index] ?? []).map((name) => `${part}/${name}`));
}
