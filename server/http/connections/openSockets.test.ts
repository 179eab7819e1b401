import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { TestServer } from "../../testing/testServer.ts";
import { builtPage } from "../page.ts";
import { watchSockets } from "./openSockets.ts";

/** Too large to be read ahead of whoever takes it. */
const file = "x".repeat(4_000_000);
const openFiles = (folder: string): number =>
  readdirSync("/proc/self/fd").filter((fd) => linkOf(fd).startsWith(folder)).length;

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "";
  }
}

it.runIf(existsSync("/proc/self/fd"))(
  "closes the files of answers whose connection went before their turn",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "foureyes-files-"));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<html></html>");
    await writeFile(join(folder, "assets", "large.js"), file);
    onTestFinished(() => rm(folder, { recursive: true }));
    const server = await TestServer.open({}, { page: builtPage(folder) });
    const sockets = Array.from({ length: 50 }, () => {
      const socket = connect(server.port, "127.0.0.1").pause();
      socket.on("error", () => {});
      socket.write("GET /assets/large.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8));
      return socket;
    });
    await expect.poll(() => openFiles(folder)).toBe(400);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => openFiles(folder)).toBe(0);
  },
);

it("gives up the oldest connections of whoever has most, so that others still come in", async () => {
  const server = createServer((_request, response) => response.end("here"));
  watchSockets(server, 20);
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
