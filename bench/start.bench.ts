import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../src/session/testing/freePort.ts";
import { median } from "./statistics.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 5;

/** From `npm start` to the line that says ready, after the build, on an empty data folder and on a used one. */
export default async function start(): Promise<{
  title: string;
  rows: { name: string; value: number; unit: string; goal?: string }[];
}> {
  const empty: number[] = [];
  const used: number[] = [];
  const resident: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const dataDir = await mkdtemp(path.join(tmpdir(), "foureyes-bench-"));
    empty.push((await measure(dataDir, false)).readyMs);
    const { readyMs, residentMiB } = await measure(dataDir, true);
    used.push(readyMs);
    resident.push(residentMiB);
    await rm(dataDir, { recursive: true, force: true });
  }
  return {
    title: `Start (median of ${rounds})`,
    rows: [
      { name: "npm start to ready, empty data folder", value: median(empty), unit: "ms", goal: "≤ 2,000" },
      { name: "npm start to ready, used data folder", value: median(used), unit: "ms", goal: "≤ 2,000" },
      {
        name: "resident memory of the server 5 s after",
        value: median(resident),
        unit: "MiB",
        goal: "≤ 150",
      },
    ],
  };
}

async function measure(dataDir: string, rest: boolean): Promise<{ readyMs: number; residentMiB: number }> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn("npm", ["start", "--silent"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      ADMIN_EMAIL: "admin@example.org",
      ADMIN_PASSWORD: "four eyes see more",
    },
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error("npm could not be started");
  const exited = once(child, "exit");
  let output = "";
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Foureyes is ready at")) resolve();
    });
    child.once("exit", () => reject(new Error(`the server stopped before it was ready:\n${complaints}`)));
  });
  const readyMs = performance.now() - from;
  let residentMiB = 0;
  if (rest) {
    await delay(5_000);
    residentMiB = await residentOfServer(pid);
  }
  process.kill(-pid, "SIGTERM");
  await exited;
  return { readyMs, residentMiB };
}

/** Resident memory of everything below npm (npm itself and its shell are not the product), from /proc. */
async function residentOfServer(npm: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = / [A-Z] (\d+) /.exec(stat.slice(stat.lastIndexOf(")") + 1).padStart(1))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const below = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === npm || below(parents.get(pid)));
  let kibibytes = 0;
  for (const pid of parents.keys()) {
    if (pid === npm || !below(pid)) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    kibibytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  }
  return kibibytes / 1024;
}
