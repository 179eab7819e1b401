import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "./operations/testing/newsroom.ts";
import { nodeArguments } from "./programs.ts";
import { openDatabase } from "./storage/database.ts";
import { nonsense } from "./testing/nonsense.ts";

const program = new URL("./operations/testing/serverProcess.ts", import.meta.url);

/** What the server says on standard error, what on standard output, and its exit code. */
async function start(
  environment: Record<string, string>,
): Promise<{ said: string; printed: string; code: number }> {
  const child = spawn(process.execPath, nodeArguments(program), {
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number];
  return { said, printed, code };
}

/** The process of a server that is ready. */
async function running(dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, nodeArguments(program), {
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

it.each<[string, RegExp, (folder: string) => Promise<Record<string, string>> | Record<string, string>]>([
  ["a setting that cannot work", /^PORT must be a number/, () => ({ PORT: "http" })],
  [
    "a database that is none",
    /^The database in \S+ is damaged \(file is not a database\)\. .*“npm run verify”.*“npm run restore -- BACKUP”/,
    (folder) => {
      writeFileSync(join(folder, "foureyes.db"), "not a database ".repeat(1_000));
      return {};
    },
  ],
  [
    "a newer database",
    /^The database was written by a newer version/,
    (folder) => {
      openDatabase(folder).close();
      const sqlite = new Database(join(folder, "foureyes.db"));
      sqlite.exec("insert into migration values ('from-the-future', 1)");
      sqlite.close();
      return {};
    },
  ],
  [
    "a folder that is a file",
    /cannot be used \(.*See to it that DATA_DIR is a folder/,
    (folder) => {
      writeFileSync(join(folder, "file"), "");
      return { DATA_DIR: join(folder, "file") };
    },
  ],
  [
    "a database that is a folder",
    /cannot be used \(.*See to it that DATA_DIR is a folder/,
    (folder) => {
      mkdirSync(join(folder, "foureyes.db"));
      return {};
    },
  ],
  [
    "a folder on which another server runs",
    /^Another Foureyes server runs on \S+\. End it, or set DATA_DIR to another folder/,
    async (folder) => {
      await running(folder);
      return {};
    },
  ],
  [
    "a port that is taken",
    /^Something already listens on 127\.0\.0\.1:\d+\./,
    async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      onTestFinished(() => void other.close());
      return { PORT: String((other.address() as { port: number }).port) };
    },
  ],
])("says in one line why it did not start, and what to do: %s", async (_what, line, prepare) => {
  const folder = temporaryFolder();
  const { said, code } = await start({ DATA_DIR: folder, ...(await prepare(folder)) });
  expect(code).toBe(1);
  const plain = said.split("\n").filter((each) => each !== "" && !each.startsWith("{"));
  expect(plain).toHaveLength(1);
  expect(plain[0]).toMatch(line);
});

it("starts on the folder of a server that was killed", async () => {
  const folder = temporaryFolder();
  const killed = await running(folder);
  const gone = once(killed, "exit");
  killed.kill("SIGKILL");
  await gone;
  expect((await running(folder)).exitCode).toBeNull();
});

/** Folders that no server can run on, wherever this test runs. */
const unusableFolders = [
  "/proc/foureyes",
  "/proc",
  "/proc/self/fd",
  "/sys/foureyes",
  "/dev/null",
  "/dev/null/data",
];

// The first of each setting: config.test.ts has them all.
it.each([
  ...nonsense.filter(([name], at) => nonsense.findIndex((other) => other[0] === name) === at),
  ["LOG_LEVEL", { LOG_LEVEL: "one\ntwo" }] as const,
  ["HOST", { HOST: "192.0.2.7" }] as const,
  ["HOST", { HOST: "fe80::1" }] as const,
  ...(process.platform === "linux"
    ? unusableFolders.map((folder) => ["DATA_DIR", { DATA_DIR: folder }] as const)
    : []),
])("ends with one line, nothing else, and 1 for nonsense in %s: %o", async (name, environment) => {
  const { said, printed, code } = await start({ DATA_DIR: temporaryFolder(), ...environment });
  expect({ code, printed, lines: said.split("\n").length }, said).toEqual({ code: 1, printed: "", lines: 2 });
  expect(said).toContain(name);
});
