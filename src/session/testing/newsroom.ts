import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Accounts, accountsAt, type SignedIn } from "./accounts.ts";
import { freePort } from "./freePort.ts";

export type { SignedIn };

const root = fileURLToPath(new URL("../../..", import.meta.url));
const main = pathToFileURL(path.join(root, "server/main.ts")).href;
const program = `const { runBuilt } = await import(${JSON.stringify(main)}); await runBuilt();`;

export const admin = { email: "admin@example.org", password: "four eyes see more" };

/** The real server, as a process of its own on a data folder of its own. */
export interface Newsroom extends Omit<Accounts, "signIn"> {
  readonly url: string;
  readonly dataDir: string;
  /** A session of the admin's. */
  signIn(): Promise<SignedIn>;
  /** SIGKILL: no goodbye, no flush. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openNewsroom(): Promise<Newsroom> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "foureyes-session-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const accounts = accountsAt(url);
  let child: ChildProcess | null = null;

  const newsroom: Newsroom = {
    url,
    dataDir,
    ...accounts,
    signIn: () => accounts.signIn(admin),
    async start() {
      const started = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          PORT: String(port),
          HOST: "127.0.0.1",
          DATA_DIR: dataDir,
          ADMIN_EMAIL: admin.email,
          ADMIN_PASSWORD: admin.password,
        },
      });
      child = started;
      let output = "";
      await new Promise<void>((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          output += chunk.toString();
          if (output.includes("Foureyes is ready at")) resolve();
        };
        started.stdout.on("data", read);
        started.stderr.on("data", read);
        started.once("exit", () => reject(new Error(`the server stopped before it was ready:\n${output}`)));
      });
    },
    async kill() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const gone = once(running, "exit");
      running.kill("SIGKILL");
      await gone;
    },
    async close() {
      await newsroom.kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await newsroom.start();
  return newsroom;
}
