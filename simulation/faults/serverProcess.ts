import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleServer } from "../../scripts/bundle-server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const admin = { email: "admin@example.org", password: "four eyes see more" };

/** The server's program, bundled once so that it starts in half a second. `remove` when it is not needed any more. */
export async function bundledProgram(): Promise<{ file: string; remove(): void }> {
  // Below the project, where the program finds its packages.
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, "foureyes-faults-"));
  const program = fileURLToPath(new URL("./serverProgram.ts", import.meta.url));
  await bundleServer({ root, programs: [program], outDir });
  return { file: join(outDir, "serverProgram.js"), remove: () => rmSync(outDir, { recursive: true }) };
}

/** The real server as a process that can be killed, starved of disk, and made to believe another time of day. */
export class ServerProcess {
  readonly url: string;
  /** When it has been told to fold an article's log and has not said yet that it has. */
  compacting = false;
  /** How often it told that it could not commit. */
  failedCommits = 0;
  /** Called for each line of its log. */
  onLine: ((line: string) => void) | null = null;
  readonly #options: { program: string; dataDir: string; port: number };
  #process: ChildProcess | null = null;
  #lastLines: string[] = [];

  constructor(options: { program: string; dataDir: string; port: number }) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  /** Resolves once it says that it is ready. */
  async start(): Promise<void> {
    const { program, dataDir, port } = this.#options;
    const child = spawn(process.execPath, [program], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        LOG_LEVEL: "debug",
        ADMIN_EMAIL: admin.email,
        ADMIN_PASSWORD: admin.password,
      },
    });
    this.#process = child;
    this.compacting = false;
    let rest = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#read(line);
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once("data", () => resolve());
      child.once("exit", (code, signal) =>
        reject(new Error(`the server ended (${code ?? signal}) before it was ready:\n${this.lastLines}`)),
      );
    });
  }

  /** Of its log, for a failing round. */
  get lastLines(): string {
    return this.#lastLines.join("\n");
  }

  /** SIGKILL at this very moment. `gone` resolves once the process is no more. */
  kill(): { gone: Promise<unknown> } {
    const child = this.#running;
    const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
    child.kill("SIGKILL");
    return { gone: gone ?? Promise.resolve() };
  }

  /** SIGTERM. Resolves with the exit code, null when it had to be killed. */
  async stop(): Promise<number | null> {
    const gone = once(this.#running, "exit") as Promise<[number | null]>;
    this.#running.kill("SIGTERM");
    return (await gone)[0];
  }

  /** No file of it may grow beyond so many bytes from now on: a write that would is cut short there. Null: any may. */
  limitFiles(bytes: number | null): void {
    const limit = `--fsize=${bytes ?? "unlimited"}:unlimited`;
    const { status, stderr } = spawnSync("prlimit", ["--pid", String(this.#running.pid), limit]);
    if (status !== 0) throw new Error(`prlimit: ${String(stderr)}`);
  }

  /** The time of day it believes in is so far from the real one. */
  setClock(shiftMs: number): void {
    this.#running.send({ shiftMs });
  }

  get #running(): ChildProcess {
    if (!this.#process) throw new Error("the server was not started");
    return this.#process;
  }

  #read(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > 30) this.#lastLines.shift();
    if (line.includes('"compacting an article"')) this.compacting = true;
    if (line.includes('"compacted an article"')) this.compacting = false;
    if (line.includes('"committing failed')) this.failedCommits++;
    this.onLine?.(line);
  }
}

/** True where the size of a running process's files can be limited. */
export const canLimitFiles = (): boolean => spawnSync("prlimit", ["--version"]).status === 0;
