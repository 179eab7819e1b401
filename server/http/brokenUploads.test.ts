import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PictureServer } from "../assets/testing/pictureServer.ts";
import { cameraPicture } from "../assets/testing/pictures.ts";

const type = "multipart/form-data; boundary=b";
const partHead = 'content-disposition: form-data; name="file"; filename="a.jpg"';
const part = (head: string, content = "x".repeat(5_000), end = "\r\n--b--\r\n"): string =>
  `--b\r\n${head}\r\n\r\n${content}${end}`;

/** Sends the bytes as they are and ends the sending side. The status, null when the line ended without an answer. */
function send(server: PictureServer, head: string, body: string): Promise<number | null> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(server.port, "127.0.0.1");
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
      if (status) {
        resolve(Number(status));
        socket.destroy();
      }
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(null));
    socket.write(`${head}\r\n\r\n${body}`, "latin1");
  });
}

it.each([
  ["no boundary", "multipart/form-data", part(partHead)],
  ["an empty boundary", "multipart/form-data; boundary=", part(partHead)],
  ["a boundary longer than any", `multipart/form-data; boundary=${"b".repeat(400)}`, part(partHead)],
  ["another boundary than the header's", "multipart/form-data; boundary=c", part(partHead)],
  ["nothing", type, ""],
  ["garbage", type, "\u0000\u0001garbage".repeat(500)],
  ["only an end", type, "--b--\r\n"],
  ["a part without a name", type, part('content-disposition: form-data; filename="a.jpg"')],
  ["a part without headers", type, "--b\r\n\r\nxxx\r\n--b--\r\n"],
  ["a part without a content-disposition", type, part("content-type: image/jpeg")],
  ["a part that is no file", type, part('content-disposition: form-data; name="file"')],
  ["a file under another name", type, part('content-disposition: form-data; name="f"; filename="a.jpg"')],
  [
    "a name of every object",
    type,
    part('content-disposition: form-data; name="__proto__"; filename="a.jpg"'),
  ],
  ["headers that are too long", type, part(`${partHead}\r\nx-long: ${"y".repeat(100_000)}`)],
  ["headers that do not end", type, `--b\r\n${partHead}`],
  ["a file that does not end", type, part(partHead, "x".repeat(5_000), "")],
  ["a file that ends in the middle of the boundary", type, part(partHead, "x".repeat(5_000), "\r\n--")],
  ["a field that does not end", type, '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nxxx'],
  [
    "a JSON field that is none",
    type,
    part('content-disposition: form-data; name="a"\r\ncontent-type: application/json', "{"),
  ],
  [
    "too many fields",
    type,
    `${'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(20)}${part(partHead)}`,
  ],
] as const)("answers a form of %s with a refusal and keeps nothing", async (_what, contentType, body) => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const head = (length: number): string =>
    `POST /api/articles/${article}/assets HTTP/1.1\r\nhost: x\r\nx-role: editor\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}`;
  const status = await send(server, head(Buffer.byteLength(body, "latin1")), body);
  expect([400, 413, 415]).toContain(status);
  await expect.poll(() => readdir(join(server.dataDir, "tmp", "uploads"))).toEqual([]);
  expect((await server.upload(article, await cameraPicture())).status).toBe(201);
});

it("ends a body that is shorter than it says once it comes too slowly, and forgets it", async () => {
  const server = await PictureServer.open({ leastRate: { windowMs: 200, checkEveryMs: 50 } });
  const article = server.newArticle();
  const head = `POST /api/articles/${article}/assets HTTP/1.1\r\nhost: x\r\nx-role: editor\r\ncontent-type: ${type}\r\ncontent-length: 90000`;
  expect(await send(server, head, part(partHead, "x".repeat(5_000), ""))).toBe(408);
  expect(await send(server, head, part(partHead))).toBe(415);
  expect(await send(server, head, "--b\r\n")).toBe(408);
  await expect.poll(() => readdir(join(server.dataDir, "tmp", "uploads"))).toEqual([]);
  expect((await server.upload(article, await cameraPicture())).status).toBe(201);
});
