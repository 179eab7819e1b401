import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { maxPictureBytes } from "../../src/domain/protocol/api.ts";
import { PictureServer } from "../assets/testing/pictureServer.ts";
import {
  animatedPng,
  bombPng,
  cameraPicture,
  moving,
  noise,
  serialNumber,
} from "../assets/testing/pictures.ts";

const storedFiles = async (server: PictureServer): Promise<string[]> =>
  (await readdir(join(server.dataDir, "assets"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const temporaryFiles = (server: PictureServer): Promise<string[]> =>
  readdir(join(server.dataDir, "tmp", "uploads"));

it.each([
  ["image/jpeg", () => noise(900, 600).jpeg().toBuffer()],
  ["image/png", () => noise(900, 600).png().toBuffer()],
  ["image/webp", () => noise(900, 600).webp().toBuffer()],
  ["image/avif", () => noise(900, 600).avif({ effort: 0 }).toBuffer()],
  ["image/gif", () => noise(900, 600).gif({ effort: 1 }).toBuffer()],
] as const)("takes %s, whatever name and type the browser gives it", async (type, make) => {
  const server = await PictureServer.open();
  const file = await make();
  const { status, body } = await server.upload(server.newArticle(), file, {
    name: "../../etc/<b>.exe",
    type: "text/html",
  });
  const id = createHash("sha256").update(file).digest("hex");
  expect({ status, body }).toEqual({
    status: 201,
    body: { id, width: 900, height: 600, type, bytes: file.length, animated: false },
  });
  for (const [variant, width] of [
    ["small", 480],
    ["medium", 900],
    ["large", 900],
  ] as const) {
    const answer = await server.get(`/api/assets/${id}/${variant}`, { role: "guest" });
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    const picture = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([picture.format, picture.width]).toEqual(["jpeg", width]);
  }
  expect(await temporaryFiles(server)).toEqual([]);
});

it("serves variants to signed-in people only, for good, and as nothing but pictures", async () => {
  const server = await PictureServer.open();
  const { body } = await server.upload(server.newArticle(), await cameraPicture());
  const path = `/api/assets/${body.id}/large`;
  const answer = await server.get(path);
  expect(answer.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
  expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  const etag = answer.headers.get("etag") ?? "";
  expect((await server.get(path, { "if-none-match": etag })).status).toBe(304);
  expect((await server.get(path, { role: "" })).status).toBe(401);
  for (const unknown of [
    `/api/assets/${body.id}/original`,
    `/api/assets/${body.id}/constructor`,
    `/api/assets/${"0".repeat(64)}/large`,
    "/api/assets/..%2F..%2Ffoureyes.db/large",
  ])
    expect((await server.get(unknown)).status).toBe(404);
});

it("turns pictures upright and removes place, serial number and all other metadata", async () => {
  const server = await PictureServer.open();
  const upright = await sharp(await cameraPicture())
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(upright.includes(serialNumber)).toBe(true);
  expect((await sharp(upright).metadata()).orientation).toBe(6);
  const { body } = await server.upload(server.newArticle(), upright);
  expect([body.width, body.height]).toEqual([800, 1200]);
  for (const variant of ["small", "medium", "large"]) {
    const answer = await server.get(`/api/assets/${body.id}/${variant}`);
    const picture = Buffer.from(await answer.arrayBuffer());
    expect(picture.includes(serialNumber)).toBe(false);
    const { exif, xmp, iptc, icc, orientation, space, width, height } = await sharp(picture).metadata();
    expect([exif, xmp, iptc, icc, orientation]).toEqual(Array(5).fill(undefined));
    expect(space).toBe("srgb");
    expect(height).toBeGreaterThan(width);
  }
});

it("turns what the picture shows, not only its size", async () => {
  const server = await PictureServer.open();
  const red = Buffer.alloc(300 * 200 * 3).map((_, at) => (at % 900 < 450 === (at % 3 === 0) ? 255 : 0));
  const lying = await sharp(red, { raw: { width: 300, height: 200, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const { body } = await server.upload(server.newArticle(), lying);
  const answer = await server.get(`/api/assets/${body.id}/small`);
  const shown = sharp(Buffer.from(await answer.arrayBuffer()));
  const redAt = async (top: number): Promise<number> => {
    const { data } = await shown
      .clone()
      .extract({ left: 0, top, width: 200, height: 100 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.filter((_, at) => at % 3 === 0).reduce((sum, value) => sum + value, 0) / (200 * 100);
  };
  // The left half of the file is red, and the camera says that left is up.
  expect(await redAt(0)).toBeGreaterThan(240);
  expect(await redAt(200)).toBeLessThan(15);
});

it("keeps transparency and makes colours of other spaces sRGB", async () => {
  const server = await PictureServer.open();
  const shape = {
    width: 600,
    height: 400,
    channels: 4 as const,
    background: { r: 200, g: 0, b: 0, alpha: 0.5 },
  };
  const article = server.newArticle();
  const transparent = await server.upload(article, await sharp({ create: shape }).png().toBuffer());
  const shown = await server.get(`/api/assets/${transparent.body.id}/small`);
  expect(shown.headers.get("content-type")).toBe("image/webp");
  expect((await sharp(Buffer.from(await shown.arrayBuffer())).stats()).isOpaque).toBe(false);

  const opaque = { ...shape, channels: 3 as const, background: { r: 10, g: 200, b: 30 } };
  const cmyk = await sharp({ create: opaque }).toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
  expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
  const { body } = await server.upload(article, cmyk);
  const large = await server.get(`/api/assets/${body.id}/large`);
  const metadata = await sharp(Buffer.from(await large.arrayBuffer())).metadata();
  expect([metadata.space, metadata.channels]).toEqual(["srgb", 3]);
});

it.each([
  ["a text called .jpg", 415, "not-a-picture", () => Buffer.from("Protokoll der Sitzung. Kein Bild.")],
  ["an empty file", 415, "empty-file", () => Buffer.alloc(0)],
  ["a PDF", 415, "not-a-picture", () => Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj")],
  ["a program", 415, "not-a-picture", () => Buffer.from("MZ\x90\0\x03", "latin1")],
  [
    "an SVG",
    415,
    "picture-type",
    () => Buffer.from('<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  ["an SVG in UTF-16", 415, "picture-type", () => Buffer.from('\ufeff<svg width="1"></svg>', "utf16le")],
  ["a TIFF", 415, "picture-type", () => noise(20, 20).tiff().toBuffer()],
  ["a HEIC", 415, "picture-type", () => Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
  [
    "a header and nothing behind it",
    415,
    "damaged-picture",
    () => Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
  ],
  [
    "an SVG behind a JPEG's first bytes",
    415,
    "damaged-picture",
    () => Buffer.from('\xff\xd8\xff<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "latin1"),
  ],
  [
    "a truncated JPEG",
    415,
    "damaged-picture",
    async () => (await noise(300, 200).jpeg().toBuffer()).subarray(0, -3_000),
  ],
  [
    "a truncated PNG",
    415,
    "damaged-picture",
    async () => (await noise(300, 200).png().toBuffer()).subarray(0, -3_000),
  ],
  [
    "a truncated WebP",
    415,
    "damaged-picture",
    async () => (await noise(300, 200).webp().toBuffer()).subarray(0, -3_000),
  ],
  [
    "a truncated AVIF",
    415,
    "damaged-picture",
    async () => (await noise(300, 200).avif({ effort: 0 }).toBuffer()).subarray(0, -3_000),
  ],
  [
    "a truncated GIF",
    415,
    "damaged-picture",
    async () => (await noise(300, 200).gif({ effort: 1 }).toBuffer()).subarray(0, -3_000),
  ],
  ["a bomb of 10 gigapixels", 422, "too-many-pixels", () => bombPng(100_000, 100_000)],
  ["one pixel row too many", 422, "too-many-pixels", () => bombPng(10_000, 10_001)],
] as const)("refuses %s and keeps nothing of it", async (_what, status, code, make) => {
  const server = await PictureServer.open();
  const answer = await server.upload(server.newArticle(), await make());
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.body.message).toMatch(/(Choose|Get|Save|save|Scale) /);
  expect(await storedFiles(server)).toEqual([]);
  expect(await temporaryFiles(server)).toEqual([]);
});

it.each([
  ["baseline", false],
  ["progressive", true],
])("takes a %s JPEG that lacks nothing but its end mark, as browsers show it", async (_what, progressive) => {
  const server = await PictureServer.open();
  const whole = await noise(300, 200).jpeg({ progressive }).toBuffer();
  const article = server.newArticle();
  const answers = [-1, -2].map(async (end) => (await server.upload(article, whole.subarray(0, end))).status);
  expect(await Promise.all(answers)).toEqual([201, 201]);
  const cut = await server.upload(article, whole.subarray(0, -200));
  expect([cut.status, cut.body.code]).toEqual([415, "damaged-picture"]);
  expect(await temporaryFiles(server)).toEqual([]);
});

it.each([
  ["GIF", () => moving().then((frames) => frames.gif().toBuffer())],
  ["WebP", () => moving().then((frames) => frames.webp().toBuffer())],
  ["PNG", animatedPng],
] as const)("says of a moving %s that it moves, also when the same file comes again", async (_what, make) => {
  const server = await PictureServer.open();
  const file = await make();
  for (const article of [server.newArticle(), server.newArticle()]) {
    // oxlint-disable-next-line no-await-in-loop
    const { status, body } = await server.upload(article, file);
    expect([status, body.animated]).toEqual([201, true]);
  }
});

it("takes 30 MB and refuses one byte more, reading all of it so that the answer arrives", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const picture = await cameraPicture();
  const fitting = Buffer.concat([picture, Buffer.alloc(maxPictureBytes - picture.length)]);
  expect((await server.upload(article, fitting)).status).toBe(201);
  const larger = await server.upload(article, Buffer.concat([fitting, Buffer.alloc(1)]));
  expect([larger.status, larger.body.code]).toEqual([413, "too-large"]);
  const muchLarger = await server.upload(article, Buffer.concat([fitting, Buffer.alloc(maxPictureBytes)]));
  expect([muchLarger.status, muchLarger.body.code]).toEqual([413, "too-large"]);
  expect(await temporaryFiles(server)).toEqual([]);
  expect((await server.upload(article, picture)).status).toBe(201);
});

it("lets only those upload who may write the article", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const picture = await cameraPicture();
  const codes = async (...request: Parameters<PictureServer["upload"]>): Promise<[number, string]> => {
    const { status, body } = await server.upload(...request);
    return [status, body.code];
  };
  expect(await codes(article, picture, { role: "guest" })).toEqual([403, "forbidden"]);
  expect(await codes(article, picture, { role: "" })).toEqual([401, "not-signed-in"]);
  expect(await codes("unknown", picture)).toEqual([404, "not-found"]);
  server.trash(article);
  expect(await codes(article, picture)).toEqual([403, "forbidden"]);
  expect(await storedFiles(server)).toEqual([]);
});

it("says how to send a picture to who sends it otherwise", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const { status, body } = await server.upload(article, await cameraPicture(), { part: "picture" });
  expect([status, body.code]).toEqual([400, "bad-request"]);
  expect(body.message).toContain("“file”");
});

it("recognises the same bytes, also when they come several times at once", async () => {
  const server = await PictureServer.open();
  const picture = await cameraPicture();
  const [one, other] = [server.newArticle(), server.newArticle()];
  const answers = await Promise.all([one, other, one, other].map((id) => server.upload(id, picture)));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await storedFiles(server)).length).toBe(4);
  expect((await server.upload(one, picture)).body).toEqual(answers[0]?.body);
});

it("forgets an upload whose line broke", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const socket = connect(server.port, "127.0.0.1");
  socket.write(
    `POST /api/articles/${article}/assets HTTP/1.1\r\nhost: x\r\nx-role: editor\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n${"x".repeat(20_000)}`,
  );
  await expect.poll(() => temporaryFiles(server)).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => temporaryFiles(server)).toEqual([]);
  expect((await server.upload(article, await cameraPicture())).status).toBe(201);
});
