import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { makeFilesPrivate } from "../storage/dataFolder.ts";
import { backUp } from "./backup.ts";
import type { VerifyReport } from "./findings.ts";
import { resetPassword } from "./resetPassword.ts";
import { restore } from "./restore.ts";
import { verifyDataDir } from "./verify.ts";

/** `npm run verify`, `backup`, `restore` and `reset-password`. Exit code 0: all is well; 1: damage was found, or it could not be done. */
async function run([command, path]: readonly string[]): Promise<boolean> {
  makeFilesPrivate();
  const { DATA_DIR, PUBLIC_URL, PORT } = process.env;
  const config = readConfig({ DATA_DIR, PUBLIC_URL, PORT });
  const { dataDir } = config;
  switch (command ?? "") {
    case "verify":
      return tell(await verifyDataDir(path === undefined ? dataDir : resolve(path), say));
    case "backup": {
      const { files, missing, sound } = await backUp(dataDir, required(path, "backup -- TARGET"), say);
      for (const file of missing) say(`Missing: ${file} could not be copied. Run npm run verify.`);
      say(`Backed up ${files} files to ${resolve(path ?? "")}.`);
      if (!sound)
        say("DAMAGED database: it was copied as it is. Keep your older backups, and run npm run verify.");
      return sound && missing.length === 0;
    }
    case "restore":
      return tell(await restore(required(path, "restore -- SOURCE"), dataDir, say));
    case "reset-password": {
      if (path === undefined) throw new Error("Say whose: npm run reset-password -- name@example.org");
      const { url, expiresAt } = resetPassword(config, path);
      say(
        "Open this link in a browser, or pass it on: whoever opens it sets a new password for that account.",
      );
      say(
        `${url}\nIt works once, until ${new Date(expiresAt).toISOString()}. Links made before no longer work.`,
      );
      return true;
    }
    default:
      throw new Error("Say verify, backup, restore or reset-password.");
  }
}

function required(path: string | undefined, usage: string): string {
  if (path === undefined) throw new Error(`Say where: npm run ${usage}`);
  return resolve(path);
}

function tell({ articles, stored, files, findings }: VerifyReport): boolean {
  for (const { subject, problem, advice } of findings) say(`DAMAGED ${subject}: ${problem}. ${advice}`);
  const result = findings.length === 0 ? "All is well" : `${findings.length} found`;
  say(`${result}: ${articles} articles, ${stored} stored rows and snapshots, ${files} picture files.`);
  return findings.length === 0;
}

/** What went wrong and what to do about it. */
function failure(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  if (/^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)/.test(code))
    return `There is not enough space there (${cause.message}). What was begun is removed again.`;
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return `The database is damaged (${cause.message}). Run npm run verify, and restore the newest backup that verifies.`;
  return cause.message;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

run(process.argv.slice(2)).then(
  (well) => {
    process.exitCode = well ? 0 : 1;
  },
  (cause: unknown) => {
    process.stderr.write(`${failure(cause)}\n`);
    process.exitCode = 1;
  },
);
