import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { nodeArguments } from "../../programs.ts";
import { admin, Client } from "../../testing/testServer.ts";

/** A folder that goes when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-operations-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const program = new URL("./serverProcess.ts", import.meta.url);

/** The real server in a process of its own. */
export class ServerProcess {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #output: { log: string };

  private constructor(url: string, process: ChildProcess, output: { log: string }) {
    this.url = url;
    this.#process = process;
    this.#output = output;
  }

  static async start(dataDir: string): Promise<ServerProcess> {
    const child = spawn(process.execPath, nodeArguments(program), {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PORT: "0",
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        ADMIN_EMAIL: admin.email,
        ADMIN_PASSWORD: admin.password,
      },
    });
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    const output = { log: "" };
    child.stderr.on("data", (chunk: Buffer) => {
      output.log += chunk.toString();
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return new ServerProcess(line.toString().trim().split(" ").at(-1) ?? "", child, output);
  }

  /** What it wrote to its log so far. */
  get log(): string {
    return this.#output.log;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get syncUrl(): string {
    return `${this.url.replace("http", "ws")}/sync`;
  }

  async admin(): Promise<Client & { cookie: string }> {
    const client = new Client(this.url);
    await client.signIn(admin);
    return client as Client & { cookie: string };
  }

  /** The exit code; null when the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    // Not «exit»: what it wrote last is still on its way then.
    const gone = once(this.#process, "close") as Promise<[number | null]>;
    this.#process.kill(signal);
    return (await gone)[0];
  }
}
