import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { noise } from "./assets/testing/pictures.ts";
import { ServerProcess, temporaryFolder } from "./operations/testing/newsroom.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";

const resets = 10_000;
const atOnce = 40;

/** Reproducible choices (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Target {
  port: number;
  cookie: string;
  articleId: string;
}

const upgrade = (path: string, cookie: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: ${cookie}\r\n\r\n`;
const post = (path: string, type: string, cookie: string, bytes: number): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes}\r\n\r\n`;
const multipart = "multipart/form-data; boundary=x";
const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n\x89PNG\r\n\x1a\n';

/** What is sent before the line is cut, by the stage that it cuts. `answered`: once the server has said something. */
const stages: Readonly<Record<string, (target: Target) => { head: string; answered?: boolean }>> = {
  connect: () => ({ head: "" }),
  "request line": () => ({ head: "GET /api/ses" }),
  headers: () => ({ head: "GET /api/session HTTP/1.1\r\nHost: localhost\r\nCookie: " }),
  answer: () => ({ head: "GET /api/session HTTP/1.1\r\nHost: localhost\r\n\r\n" }),
  events: ({ cookie }) => ({
    head: `GET /api/desk/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`,
    answered: true,
  }),
  body: ({ cookie }) => ({ head: post("/api/articles", "application/json", cookie, 9_999) }),
  "hand-in": ({ cookie, articleId }) => ({
    head: post(`/api/articles/${articleId}/updates`, "application/octet-stream", cookie, 99_999),
  }),
  upload: ({ cookie, articleId }) => ({
    head: post(`/api/articles/${articleId}/assets`, multipart, cookie, 99_999) + part,
  }),
  export: ({ cookie, articleId }) => ({
    head: `GET /api/articles/${articleId}/export HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`,
  }),
  "unknown upgrade": () => ({ head: upgrade("/", "") }),
  "unknown upgrade, answered": () => ({ head: upgrade("/socket.io/", ""), answered: true }),
  "upgrade to something else": () => ({
    head: "GET /sync/a HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
  }),
  "anonymous upgrade": ({ articleId }) => ({ head: upgrade(`/sync/${articleId}`, "") }),
  "upgrade to no article": ({ cookie }) => ({ head: upgrade("/sync/nothing", cookie) }),
  upgrade: ({ cookie, articleId }) => ({ head: upgrade(`/sync/${articleId}`, cookie) }),
  frame: ({ cookie, articleId }) => ({ head: upgrade(`/sync/${articleId}`, cookie), answered: true }),
  // Masked frames with a zero key: half an update, and the goodbye.
  "half a frame": ({ cookie, articleId }) => ({
    head: `${upgrade(`/sync/${articleId}`, cookie)}\x82\xff\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02`,
    answered: true,
  }),
  close: ({ cookie, articleId }) => ({
    head: `${upgrade(`/sync/${articleId}`, cookie)}\x88\x82\0\0\0\0\x03\xe8`,
  }),
  "anonymous connect method": () => ({ head: "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n" }),
};

function randomBytes(random: () => number): Buffer {
  const length = random() < 0.3 ? 0 : Math.floor(random() * 200);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

/** Connects, says that, and cuts the line: by a reset, by closing, or by closing one half. */
async function cut(port: number, head: string, noise: Buffer, answered: boolean, way: number): Promise<void> {
  const socket: Socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  const closed = once(socket, "close");
  await once(socket, "connect").catch(() => {});
  socket.write(Buffer.concat([Buffer.from(head, "latin1"), noise]));
  if (answered) await Promise.race([once(socket, "data"), closed]);
  else await new Promise((resolve) => setImmediate(resolve));
  if (way < 0.7) socket.resetAndDestroy();
  else if (way < 0.9) socket.destroy();
  else {
    socket.end();
    socket.resume();
    setImmediate(() => socket.resetAndDestroy());
  }
  await closed;
}

it(`stays up when ${resets} connections are cut at every stage, with noise on them`, async () => {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const { id: articleId } = await client.newArticle();
  const writer = new RawClient(server.syncUrl, { as: client.cookie, article: articleId });
  onTestFinished(() => writer.close());
  await until(() => writer.synced && writer.acked > 0);

  const target: Target = { port: Number(new URL(server.url).port), cookie: client.cookie, articleId };
  const seed = 20_261_201;
  const random = seeded(seed);
  const named = Object.entries(stages);
  const plan = Array.from({ length: resets }, (_, at) => {
    const [, of] = named[at % named.length]!;
    return { ...of(target), noise: randomBytes(random), way: random() };
  });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < plan.length; at = next++) {
      const { head, noise, answered = false, way } = plan[at]!;
      await cut(target.port, head, noise, answered, way);
      if (at % 100 === 0) writer.type(`${at} `);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  writer.type("still here");
  await until(() => writer.settled || writer.closed !== null);
  expect({ seed, closed: writer.closed, log: unexpected(server.log) }).toEqual({
    seed,
    closed: null,
    log: [],
  });
  expect(writer.text).toContain("still here");
  const metrics = await client.call("GET", "/metrics");
  expect(metrics.body["text"]).not.toMatch(/^foureyes_unexpected_errors_total\{.*\} [1-9]/m);
  expect((await client.call("GET", "/readyz")).status).toBe(200);
  expect(await server.end("SIGTERM")).toBe(0);
});

const unexpected = (log: string): string[] =>
  log.split("\n").filter((line) => line.includes("was not handled") || line.includes("Error:"));

it("answers upgrades to other addresses and closes them, and is not held up by those who don't", async () => {
  const server = await ServerProcess.start(temporaryFolder());
  const port = Number(new URL(server.url).port);
  const heard: string[] = [];
  const sockets = Array.from({ length: 200 }, (_, at) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      heard[at] = (heard[at] ?? "") + chunk.toString("latin1");
    });
    socket.write(upgrade(at % 2 ? "/" : "/api/people", ""));
    return socket;
  });
  // They never close their own side: the server lets go of them all the same.
  await Promise.all(sockets.map((socket) => once(socket, "end")));
  const open = async (): Promise<number> => {
    const { body } = await (await server.admin()).call<{ text: string }>("GET", "/metrics");
    return Number(/^nodejs_active_resources\{type="TCPSocketWrap"\} (\d+)$/m.exec(body.text)?.[1]);
  };
  await expect.poll(open).toBeLessThan(10);
  for (const answer of heard) {
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff\r\n");
    expect(answer.toLowerCase()).toContain("cache-control: no-store\r\n");
    expect(answer.toLowerCase()).toContain("content-security-policy: ");
  }
  expect(await server.end("SIGTERM")).toBe(0);
});

/** Where the system tells which files a process has open. */
const withOpenFiles = it.runIf(existsSync("/proc/self/fd"));

async function exampleNewsroom() {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const { id } = (await client.call<{ id: string }>("POST", "/api/articles", { example: true })).body;
  // Too large to be read ahead of whoever takes it.
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(await noise(1900, 1200).png().toBuffer())]), "noise.png");
  const uploaded = await fetch(`${server.url}/api/articles/${id}/assets`, {
    method: "POST",
    headers: { cookie: client.cookie },
    body: form,
  });
  const picture = `/api/assets/${((await uploaded.json()) as { id: string }).id}/large`;
  expect((await client.call("HEAD", picture)).status).toBe(200);
  const openFiles = (): number => readdirSync(`/proc/${server.pid}/fd`).length;
  /** Asks for the same thing so often in one write, and reads nothing. */
  const ask = (path: string, times: number): Socket => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1").pause();
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${client.cookie}\r\n\r\n`.repeat(times));
    return socket;
  };
  return { client, picture, exported: `/api/articles/${id}/export`, openFiles, ask };
}

withOpenFiles(
  "gives up connections that ask by the hundred and read nothing, and closes what waited",
  async () => {
    const { client, picture, exported, openFiles, ask } = await exampleNewsroom();
    const before = openFiles();
    for (const path of ["/metrics", picture, exported, "/api/desk/events"]) {
      const closed = Array.from({ length: 3 }, () => {
        const socket = ask(path, 300).resume();
        return new Promise((resolve) => socket.on("close", resolve));
      });
      await Promise.all(closed);
      await expect.poll(openFiles, { message: path }).toBeLessThan(before + 20);
    }
    expect((await client.call("GET", "/readyz")).status).toBe(200);
  },
);
