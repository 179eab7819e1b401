import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Role } from "../../domain/permissions/roles.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const main = pathToFileURL(path.join(root, "server/main.ts")).href;
const program = `const { runBuilt } = await import(${JSON.stringify(main)}); await runBuilt();`;

export const admin = { email: "admin@example.org", password: "four eyes see more" };

/** The real server, as a process of its own on a data folder of its own. */
export interface Newsroom {
  readonly url: string;
  readonly dataDir: string;
  /** A session of the admin's. */
  signIn(): Promise<SignedIn>;
  /** A session of a new colleague's. */
  invite(by: SignedIn, name: string, role: Role): Promise<SignedIn>;
  signOut(who: SignedIn): Promise<void>;
  createArticle(cookie: string): Promise<string>;
  /** SIGKILL: no goodbye, no flush. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface SignedIn {
  cookie: string;
  personId: string;
}

export async function openNewsroom(): Promise<Newsroom> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "foureyes-session-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  const send = async (route: string, body: unknown, cookie = ""): Promise<Response> => {
    const answer = await fetch(url + route, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer;
  };

  const signedIn = async (answer: Response): Promise<SignedIn> => {
    const cookies = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
    const cookie = cookies.join("; ");
    const session = await fetch(`${url}/api/session`, { headers: { cookie } });
    return { cookie, personId: ((await session.json()) as { person: { id: string } }).person.id };
  };

  const newsroom: Newsroom = {
    url,
    dataDir,
    signIn: async () => signedIn(await send("/api/auth/sign-in/email", admin)),
    async invite(by, name, role) {
      const link = (await (await send("/api/invitations", { role }, by.cookie)).json()) as { url: string };
      const path = new URL(link.url).pathname.replace("/invitation/", "/api/invitations/");
      const email = `${name.toLowerCase()}@example.org`;
      return signedIn(await send(path, { name, email, password: `${name} has two eyes` }));
    },
    async signOut({ cookie }) {
      await send("/api/auth/sign-out", {}, cookie);
    },
    async createArticle(cookie) {
      return ((await (await send("/api/articles", {}, cookie)).json()) as { id: string }).id;
    },
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
