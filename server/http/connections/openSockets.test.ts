import { once } from "node:events";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { RawClient, until } from "../../rooms/testing/rawClient.ts";
import { TestServer } from "../../testing/testServer.ts";
import { builtPage } from "../page.ts";
import { refuseExpectations } from "./brokenRequests.ts";
import { watchSockets } from "./openSockets.ts";

/**
 * Bytes. More than the system's buffers of a connection take (tens of megabytes, where it may choose), so that an answer
 * that nobody reads keeps its file open.
 */
const fileSize = 64_000_000;
const openFiles = (folder: string): number =>
  readdirSync("/proc/self/fd").filter((fd) => linkOf(fd).startsWith(folder)).length;

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "";
  }
}

const withOpenFiles = it.runIf(existsSync("/proc/self/fd"));

/** A server whose page has a large file, and the folder it lies in. */
async function withLargeFile(options: Parameters<typeof TestServer.open>[1] = {}) {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-files-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<html></html>");
  await writeFile(join(folder, "assets", "large.js"), "");
  await truncate(join(folder, "assets", "large.js"), fileSize);
  onTestFinished(() => rm(folder, { recursive: true }));
  return { folder, server: await TestServer.open({}, { page: builtPage(folder), ...options }) };
}

/** Connections that say this and never close their own side, and how many of them the server closed. */
function crowdOf(count: number, port: number, says: string, from = "127.0.0.1") {
  const crowd = { sockets: [] as Socket[], gone: 0 };
  for (let at = 0; at < count; at++) {
    const socket = connect({ port, host: "127.0.0.1", localAddress: from, allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => crowd.gone++);
    socket.on("end", () => crowd.gone++);
    socket.write(says);
    crowd.sockets.push(socket.resume());
  }
  return crowd;
}

const large = "GET /assets/large.js HTTP/1.1\r\nHost: localhost\r\n\r\n";

withOpenFiles("closes the files of answers whose connection went before their turn", async () => {
  const { folder, server } = await withLargeFile();
  const { sockets } = crowdOf(50, server.port, "");
  for (const socket of sockets) socket.pause().write(large.repeat(2));
  await expect.poll(() => openFiles(folder)).toBe(100);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => openFiles(folder)).toBe(0);
});

withOpenFiles("leaves files for the server however many connections wait for how many answers", async () => {
  const files = 60;
  const { folder, server } = await withLargeFile({ socketLimits: { files } });
  const crowd = crowdOf(55, server.port, "");
  await Promise.all(crowd.sockets.map((socket) => once(socket, "connect")));
  for (const socket of crowd.sockets) socket.pause().write(large.repeat(2));
  // Each that stays takes three: itself and two answers.
  await expect.poll(() => openFiles(folder)).toBe(40);
  const more = crowdOf(200, server.port, "");
  for (const socket of more.sockets) socket.pause().write(large.repeat(2));
  const answer = await fetch(`${server.url}/assets/large.js`);
  expect((await answer.arrayBuffer()).byteLength).toBe(fileSize);
  await expect.poll(() => openFiles(folder)).toBeLessThanOrEqual(40);
});

const upgrade = (path: string, headers = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`;

it("gives up connections whose upgrade was refused like any other", async () => {
  const server = await TestServer.open({}, { socketLimits: { files: 30 } });
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const signedIn = `Cookie: ${admin.cookie}\r\n`;
  for (const says of [upgrade("/nowhere"), upgrade(`/sync/${id}`), upgrade(`/sync/${id}`, signedIn)]) {
    // They never close their own side, for which the server waits some seconds.
    const crowd = crowdOf(60, server.port, says);
    await expect.poll(() => crowd.gone, { timeout: 3_000 }).toBeGreaterThanOrEqual(30);
    expect((await admin.call("GET", "/api/articles")).status).toBe(200);
  }
});

withOpenFiles("gives up a connection that becomes a socket while answers before it wait", async () => {
  const { folder, server } = await withLargeFile();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const key = `Cookie: ${admin.cookie}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;
  const [socket] = crowdOf(1, server.port, "").sockets;
  socket?.pause().write(large);
  await expect.poll(() => openFiles(folder)).toBe(1);
  socket?.write(upgrade(`/sync/${id}`, key));
  await expect.poll(() => openFiles(folder)).toBe(0);
});

it("bounds the connections of one address that are no article's sockets, but a proxy's", async () => {
  const socketLimits = { plainOfOneAddress: 10, graceMs: 0, lookEveryMs: 20 };
  const server = await TestServer.open({}, { socketLimits });
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const url = `${server.url.replace("http", "ws")}/sync`;
  const writers = Array.from(
    { length: 15 },
    () => new RawClient(url, { as: admin.cookie ?? "", article: id }),
  );
  onTestFinished(() => writers.forEach((each) => each.close()));
  await until(() => writers.every(({ synced }) => synced));
  const [crowd, other] = [crowdOf(40, server.port, ""), crowdOf(10, server.port, "", "127.0.0.2")];
  await expect.poll(() => crowd.gone).toBeGreaterThanOrEqual(30);
  expect((await admin.call("GET", "/api/articles")).status).toBe(200);
  expect(other.gone).toBe(0);
  expect(writers.filter(({ closed }) => closed !== null)).toEqual([]);

  const behind = await TestServer.open({ TRUST_PROXY: "127.0.0.1" }, { socketLimits });
  const proxy = crowdOf(40, behind.port, "");
  const stranger = crowdOf(40, behind.port, "", "127.0.0.2");
  await expect.poll(() => stranger.gone).toBe(30);
  expect(proxy.gone).toBe(0);
});

it.each(["request", "checkExpectation"] as const)(
  "makes no more of what came in one piece once its connection is given up or refused: %s",
  async (event) => {
    let made = 0;
    const server = createServer().on(event, () => made++);
    watchSockets(server);
    refuseExpectations(server, {});
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const expectation = event === "request" ? "" : "Expect: a-miracle\r\n";
    const crowd = crowdOf(1, port, `GET / HTTP/1.1\r\nHost: localhost\r\n${expectation}\r\n`.repeat(500));
    await expect.poll(() => crowd.gone).toBe(1);
    expect(made).toBe(event === "request" ? 3 : 1);
  },
);

it("gives up the oldest connections of whoever has most, so that others still come in", async () => {
  const server = createServer((_request, response) => response.end("here"));
  watchSockets(server, { limits: { files: 20 } });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  let gone = 0;
  const crowd = Array.from({ length: 60 }, () => {
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => gone++);
    return socket;
  });
  await Promise.all(crowd.map((socket) => new Promise((resolve) => socket.on("connect", resolve))));
  await expect.poll(() => gone).toBe(40);
  const [oldest] = crowd;
  expect(oldest?.destroyed).toBe(true);
  expect(await (await fetch(`http://127.0.0.2:${port}/`)).text()).toBe("here");
});
