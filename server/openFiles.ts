import { readFileSync } from "node:fs";

/** Files that stay free for what the server opens itself: the database, pictures, exports. */
const filesInReserve = 500;

/** How many connections and unfinished answers there may be: each takes a file of the process at most. */
export function filesForConnections(allowed: number = openFilesAllowed()): number {
  return allowed - Math.min(filesInReserve, Math.floor(allowed / 2));
}

/** How many files this process may have open; a cautious guess where the system does not tell. */
function openFilesAllowed(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return Number(soft ?? 4_096);
  } catch {
    return 4_096;
  }
}
