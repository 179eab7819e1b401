import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { TestServer } from "../../testing/testServer.ts";
import { builtPage } from "../page.ts";

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
