import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Installs what one benchmark alone needs (`bench/<name>/package.json`), from its own lock, unless it is there already.
 * So `npm ci` of the product stays small.
 */
export function install(name: "lighthouse" | "peers"): void {
  const folder = new URL(`${name}/`, import.meta.url);
  const installed = new URL("node_modules/.package-lock.json", folder);
  const lock = new URL("package-lock.json", folder);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: fileURLToPath(folder),
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`what the benchmark needs (bench/${name}) could not be installed`);
}
