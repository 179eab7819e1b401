import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/session/testing/freePort.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const admin = { name: "Admin", email: "admin@example.org", password: "four eyes see more" };

/** The built product, started as `npm start` starts it, on a data folder of its own. */
export class Newsroom {
  readonly port: number;
  readonly dataDir: string;
  readonly #env: Record<string, string>;
  #process: ChildProcess | null = null;
  #output = "";

  private constructor(port: number, dataDir: string, env: Record<string, string>) {
    this.port = port;
    this.dataDir = dataDir;
    this.#env = env;
  }

  /** `env` is added to the environment; an empty string takes a variable away. */
  static async open(env: Record<string, string> = {}): Promise<Newsroom> {
    const dataDir = await mkdtemp(path.join(tmpdir(), "foureyes-newsroom-"));
    const newsroom = new Newsroom(await freePort(), dataDir, {
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ...env,
    });
    await newsroom.start();
    return newsroom;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("the server is not running");
    return pid;
  }

  /** Everything the server wrote, for a failing test. */
  get output(): string {
    return this.#output;
  }

  /** Resolves at the line that says the server is ready. */
  async start(): Promise<void> {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      ...this.#env,
      PORT: String(this.port),
      HOST: "127.0.0.1",
      DATA_DIR: this.dataDir,
    };
    for (const [name, value] of Object.entries(env)) if (value === "") delete env[name];
    const child = spawn(process.execPath, ["--max-semi-space-size=32", "scripts/start.mjs"], {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        if (this.#output.includes(`Foureyes is ready at http://127.0.0.1:${this.port}`)) resolve();
      };
      this.#output = "";
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("exit", (code, signal) =>
        reject(new Error(`the server stopped (${code ?? signal}) before it was ready:\n${this.#output}`)),
      );
      child.once("error", reject);
    });
  }

  /** SIGKILL to the server and everything it started: no goodbye, no flush. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async restart(): Promise<void> {
    await this.start();
  }

  async close(): Promise<void> {
    await this.#end("SIGKILL");
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(-child.pid, signal);
    await gone;
  }
}
