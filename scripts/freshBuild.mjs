// Builds dist/ when a source is newer than it. In another process, because the memory that a build takes would stay.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = [
  "src",
  "server",
  "public",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
  "scripts/build.mjs",
];

/**
 * Ends the process with 1 when it cannot build. An installation without devDependencies cannot: it takes the build that
 * is there, whatever the times of its files say.
 */
export function freshBuild() {
  const builtAt = buildStartedAt();
  if (newestSource() <= builtAt) return;
  // Vite itself stays for packages that may be used with it.
  if (!existsSync(join(root, "node_modules/@vitejs/plugin-react"))) {
    if (builtAt > 0) return;
    console.error(
      "Foureyes is not built, and what builds it is not installed. Run npm ci && npm run build; then npm prune --omit=dev.",
    );
    process.exit(1);
  }
  console.error("Building Foureyes. This takes a moment and happens once.");
  const { status } = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(1);
}

/** Milliseconds since the epoch; 0 when nothing is built. */
function buildStartedAt() {
  try {
    return JSON.parse(readFileSync(join(root, "dist/build.json"), "utf8")).startedAt;
  } catch {
    return 0;
  }
}

function newestSource() {
  let newest = 0;
  const note = (path) => {
    newest = Math.max(newest, statSync(path).mtimeMs);
  };
  for (const source of sources) {
    const path = join(root, source);
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) continue;
    note(path);
    if (!found.isDirectory()) continue;
    for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
      if (!/\.test\.tsx?$/.test(entry.name)) note(join(entry.parentPath ?? entry.path, entry.name));
  }
  return newest;
}
