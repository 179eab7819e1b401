// The browser tests: builds what is to be tested, finds a browser, runs Playwright. Arguments are passed on.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./chromium.mjs";

const root = new URL("..", import.meta.url);
const run = (args, env) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } })
    .status ?? 1;

try {
  process.env.CHROMIUM_PATH = await findChromium();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (!process.argv.includes("--no-build")) {
  const built = run(["scripts/build.mjs"]);
  if (built !== 0) process.exit(built);
}
if (!existsSync(new URL("dist", root))) {
  console.error("Nothing is built: run without --no-build.");
  process.exit(1);
}
process.exit(
  run([
    "node_modules/@playwright/test/cli.js",
    "test",
    ...process.argv.slice(2).filter((argument) => argument !== "--no-build"),
  ]),
);
