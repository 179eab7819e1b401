import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { admin, Newsroom } from "../../e2e/support/newsroom.ts";
import { freePort } from "../../src/session/testing/freePort.ts";
import { prepare } from "./adapter.js";

export interface Address {
  url: string;
  headers: Record<string, string>;
}

/** A server under test, in a process of its own on the first processor, where the machine has two. */
export interface SyncServer {
  name: string;
  pid: number;
  /** Where the article of that number is; `as` another person than the one who made them. */
  address(article: number, as?: "another"): Address;
  /** Of its own pages; null for those that have none. */
  origin: string | null;
  close(): Promise<void>;
}

/** The product as `npm start` runs it, with so many articles and one session. */
export async function openFoureyes(articles: number): Promise<SyncServer> {
  const newsroom = await Newsroom.open();
  pin(newsroom.pid, 0);
  const { docs, headers } = await prepare({ origin: newsroom.url, first: true, articles, ...admin });
  const own = headers[0] ?? {};
  const another = await invited(newsroom.url, own);
  return {
    name: "Foureyes",
    pid: newsroom.pid,
    origin: newsroom.url,
    address: (article, as) => ({
      url: `${newsroom.url.replace("http", "ws")}/sync/${docs?.[article]}`,
      headers: as === "another" ? another : own,
    }),
    close: () => newsroom.close(),
  };
}

/** The session of an editor who came by invitation. */
async function invited(origin: string, by: Record<string, string>): Promise<Record<string, string>> {
  const post = async (path: string, body: object, headers: object): Promise<Response> => {
    const answer = await fetch(origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin, ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  };
  const { url } = (await (await post("/api/invitations", { role: "editor" }, by)).json()) as { url: string };
  const account = { name: "Another", email: "another@example.org", password: "another pair of eyes" };
  const path = new URL(url).pathname.replace("/invitation/", "/api/invitations/");
  const answer = await post(path, account, {});
  const cookie = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
  return { cookie: cookie.join("; "), origin };
}

/** The reference server of y-websocket, in memory: it stores nothing and knows nobody. */
export const openReference = (): Promise<SyncServer> =>
  openBare(
    "y-websocket, in memory",
    fileURLToPath(new URL("../peers/node_modules/@y/websocket-server/src/server.js", import.meta.url)),
  );

/** The floor: passes every frame on and does nothing else. */
export const openFloor = (): Promise<SyncServer> =>
  openBare("floor: passes on", fileURLToPath(new URL("passOn.js", import.meta.url)));

async function openBare(name: string, program: string): Promise<SyncServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (child.pid === undefined) throw new Error(`${name} could not be started`);
  pin(child.pid, 0);
  await listening(port, child);
  return {
    name,
    pid: child.pid,
    origin: null,
    address: (article) => ({ url: `ws://127.0.0.1:${port}/article-${article}`, headers: {} }),
    close: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ready`);
    // oxlint-disable-next-line no-await-in-loop
    const open = await new Promise<boolean>((resolve) => {
      socket.once("open", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.terminate();
    if (open) return;
    if (child.exitCode !== null) throw new Error("a server under test stopped before it listened");
    // oxlint-disable-next-line no-await-in-loop
    await delay(50);
  }
}

/** Keeps a process with all its threads on one processor, where there are two and `taskset`. */
export function pin(pid: number, processor: number): void {
  if (cpus().length > 1) spawnSync("taskset", ["-acp", String(processor), String(pid)]);
}

const kibibyte = 1024;

/** Seconds of processor time of all threads that live, and resident memory, from /proc (Linux). */
export function usage(pid: number): { cpuSeconds: number; residentMB: number } {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number.parseInt(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8"), 10);
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuSeconds: nanoseconds / 1e9, residentMB: (Number(kibibytes) * kibibyte) / 1e6 };
}
