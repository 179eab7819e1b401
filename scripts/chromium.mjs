import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The browser for tests and benchmarks: CHROMIUM_PATH, else Playwright's own, else Debian's `chromium` on the
 * PATH, else Debian's package, installed when we are root. Throws with one line that says what to do.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!runnable(named))
      throw new Error(`CHROMIUM_PATH is ${named}, which is not a program that can be run.`);
    return named;
  }
  return (await playwrightsOwn()) ?? onPath() ?? installDebians();
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of folders) if (runnable(join(folder, name))) return join(folder, name);
  }
  return null;
}

function installDebians() {
  if (process.getuid?.() === 0 && runnable("/usr/bin/apt-get")) {
    console.log("No browser found: installing Debian's package “chromium”.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
      const { status } = spawnSync("/usr/bin/apt-get", args, {
        env,
        stdio: ["ignore", "inherit", "inherit"],
      });
      if (status !== 0)
        throw new Error(
          `\`apt-get ${args.join(" ")}\` failed: install Chromium by hand or set CHROMIUM_PATH.`,
        );
    }
    const path = onPath();
    if (path) return path;
  }
  throw new Error(
    "No browser found: install Chromium (`npx playwright install chromium`, or your system's package) or set CHROMIUM_PATH.",
  );
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** No sandbox as root (containers), no graphics card, and no traffic of the browser's own. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
