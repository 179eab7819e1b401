import { readdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { PictureServer } from "./testing/pictureServer.ts";
import { noise } from "./testing/pictures.ts";

const picture = (seed: number): Promise<Buffer> =>
  noise(40 + seed, 30)
    .jpeg()
    .toBuffer();

/** An upload that has begun and does not go on. */
function hold(server: PictureServer, articleId: string, role: string): Socket {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    `POST /api/articles/${articleId}/assets HTTP/1.1\r\nhost: x\r\nx-role: ${role}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nxxx`,
  );
  onTestFinished(() => void socket.destroy());
  return socket;
}

const underWay = (server: PictureServer): Promise<string[]> =>
  readdir(join(server.dataDir, "tmp", "uploads"));

it("gives each person places of their own, and says when to come again", async () => {
  const server = await PictureServer.open({ limits: { places: { perPerson: 2, bytes: 1e9 } } });
  const article = server.newArticle();
  const [first] = [hold(server, article, "editor"), hold(server, article, "editor")];
  await expect.poll(async () => (await underWay(server)).length).toBe(2);
  const refused = await server.upload(article, await picture(1));
  expect([refused.status, refused.body.code]).toEqual([429, "too-many-requests"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await server.upload(article, await picture(1), { role: "admin" })).status).toBe(201);
  first?.destroy();
  await expect.poll(async () => (await underWay(server)).length).toBe(1);
  expect((await server.upload(article, await picture(1))).status).toBe(201);
});

it("bounds what all uploads under way hold on the disk", async () => {
  const server = await PictureServer.open({ limits: { places: { perPerson: 8, bytes: 1_500_000 } } });
  const article = server.newArticle();
  const held = hold(server, article, "editor");
  await expect.poll(async () => (await underWay(server)).length).toBe(1);
  const large = await server.upload(article, Buffer.alloc(600_000), { role: "admin" });
  expect([large.status, large.body.code]).toEqual([503, "unavailable"]);
  held.destroy();
  await expect.poll(async () => (await underWay(server)).length).toBe(0);
  expect((await server.upload(article, await picture(1), { role: "admin" })).status).toBe(201);
});

it("takes so many pictures and bytes of a person within 24 hours, other people's and the same again besides", async () => {
  let now = Date.UTC(2026, 11, 1, 8);
  const server = await PictureServer.open({
    now: () => now,
    limits: { quota: { pictures: 2, bytes: 1e9 } },
  });
  const article = server.newArticle();
  expect((await server.upload(article, await picture(1))).status).toBe(201);
  now += 60_000;
  const second = await picture(2);
  expect((await server.upload(article, second)).status).toBe(201);
  const third = await picture(3);
  const refused = await server.upload(article, third);
  expect([refused.status, refused.body.code]).toEqual([429, "picture-quota"]);
  expect(refused.body.message).toContain("tomorrow");
  expect(refused.headers.get("retry-after")).toBe(String(24 * 3600 - 60));
  expect((await server.upload(article, second)).status).toBe(201);
  expect((await server.upload(article, third, { role: "admin" })).status).toBe(201);
  expect((await server.upload(article, await picture(4))).status).toBe(429);
  now += 24 * 3600_000 - 60_000;
  expect((await server.upload(article, await picture(4))).status).toBe(201);
  expect((await server.upload(article, await picture(5))).status).toBe(429);
});

it("counts bytes too", async () => {
  const [one, other] = [await picture(1), await picture(2)];
  const server = await PictureServer.open({
    limits: { quota: { pictures: 100, bytes: one.length + other.length - 1 } },
  });
  const article = server.newArticle();
  expect((await server.upload(article, one)).status).toBe(201);
  expect((await server.upload(article, other)).status).toBe(429);
});

it("takes no pictures on a disk that is almost full", async () => {
  const server = await PictureServer.open({ limits: { freeBytes: Number.MAX_SAFE_INTEGER } });
  const { status, body } = await server.upload(server.newArticle(), await picture(1));
  expect([status, body.code]).toEqual([507, "storage-full"]);
});
