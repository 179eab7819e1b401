import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { open, readdir, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { strFromU8, unzipSync, Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { expect, it, onTestFinished, vi } from "vitest";
import { bodyText } from "../../src/domain/article/document.ts";
import { newFigure } from "../../src/domain/article/flatText.ts";
import { ArticleReading } from "../articles/reading.ts";
import { PictureServer, type PictureServerOptions } from "../assets/testing/pictureServer.ts";
import { noise } from "../assets/testing/pictures.ts";

/** More than the system's buffers of a connection take from the server while nobody reads. */
const largeBytes = 32_000_000;

const texts = { caption: "", credit: "", source: "", alt: "" };

/** A server and an article with one picture, whose only size is the file at `picture`. */
async function withPicture(
  options: PictureServerOptions = {},
): Promise<{ server: PictureServer; article: string; asset: string; picture: string }> {
  const server = await PictureServer.open(options);
  const bytes = await noise(300, 200).jpeg().toBuffer();
  const asset = (await server.upload(server.newArticle(), bytes)).body.id;
  const body = [{ kind: "figure" as const, id: "f", asset, ...texts }];
  const article = server.newArticle({ language: "de-CH", body });
  const picture = join(server.dataDir, "assets", asset.slice(0, 2), `${asset.slice(2)}.large`);
  return { server, article, asset, picture };
}

async function withLargePicture(
  options: PictureServerOptions = {},
): Promise<{ server: PictureServer; article: string }> {
  const { picture, ...made } = await withPicture(options);
  await writeFile(picture, randomBytes(largeBytes));
  return made;
}

/** A reader on a connection of its own, who takes nothing unless told otherwise. */
function ask(server: PictureServer, article: string, format: string, role: string): Socket {
  const socket = connect(server.port, "127.0.0.1").pause();
  socket.on("error", () => {});
  socket.write(
    `GET /api/articles/${article}/export?format=${format} HTTP/1.1\r\nhost: x\r\nx-role: ${role}\r\n\r\n`,
  );
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** The refusal, or «ok» with the whole file read. */
async function outcome(
  server: PictureServer,
  article: string,
  format: string,
  role: string,
): Promise<string> {
  const answer = await server.get(`/api/articles/${article}/export?format=${format}`, { role });
  if (answer.ok) {
    await answer.arrayBuffer();
    return "ok";
  }
  const waits = answer.headers.get("retry-after") === null ? "" : ", come again";
  return `${answer.status} ${((await answer.json()) as { code: string }).code}${waits}`;
}

/** Files of exports that are open, with a name or without. */
function openFiles(server: PictureServer): number {
  const folder = join(server.dataDir, "tmp", "exports");
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
}

const linux = existsSync("/proc/self/fd");

it.runIf(linux)("lets two of a person be under way and two wait, and others besides", async () => {
  const { server, article } = await withLargePicture();
  const reads = vi.spyOn(server.assets, "variant");
  const [first, second] = [ask(server, article, "zip", "guest"), ask(server, article, "zip", "guest")];
  await expect.poll(() => openFiles(server)).toBe(2);
  let answers = "";
  const more = [1, 2, 3].map(() =>
    ask(server, article, "zip", "guest").on("data", (chunk: Buffer) => {
      answers += chunk.toString("latin1");
    }),
  );
  for (const socket of more) socket.resume();
  await expect.poll(() => answers).toMatch(/^HTTP\/1\.1 429 [^]*"too-many-requests"/);
  expect(answers).toMatch(/^retry-after: \d+\r$/m);
  expect(await outcome(server, article, "zip", "editor")).toBe("ok");
  expect(reads).toHaveBeenCalledTimes(3);

  expect(answers.match(/HTTP\/1\.1/g)).toHaveLength(1);
  // Nothing is made for those who went while they waited.
  for (const socket of more) socket.destroy();
  first?.destroy();
  await expect.poll(() => openFiles(server)).toBe(1);
  const third = ask(server, article, "zip", "guest");
  await expect.poll(() => openFiles(server)).toBe(2);
  second?.destroy();
  third.destroy();
  await expect.poll(() => openFiles(server)).toBe(0);
  expect(await outcome(server, article, "zip", "guest")).toBe("ok");
  expect(reads.mock.calls.length).toBeLessThanOrEqual(5);
});

it("answers others while one person asks for twelve zips", async () => {
  const { server, article } = await withLargePicture();
  const other = server.newArticle({ language: "de-CH", fields: { headline: "Eilig" } });
  const done: string[] = [];
  const guests = Array.from({ length: 12 }, async (_, at) => {
    const code = await outcome(server, article, "zip", "guest");
    done.push(`guest ${at} ${code}`);
  });
  await expect
    .poll(async () => (await readdir(join(server.dataDir, "tmp", "exports"))).length)
    .toBeGreaterThan(0);
  const editor = outcome(server, other, "text", "editor").then((code) => done.push(`editor ${code}`));
  await Promise.all([...guests, editor]);
  const files = done.filter((each) => each.endsWith(" ok"));
  expect(files).toContain("editor ok");
  expect(files).toHaveLength(5);
  expect(files.indexOf("editor ok")).toBeLessThan(2);
});

it("makes the preview, a copy and the downloads of one person at the same time", async () => {
  const { server, article } = await withPicture();
  const formats = ["html", "fragment", "zip", "html"];
  expect(await Promise.all(formats.map((format) => outcome(server, article, format, "editor")))).toEqual(
    formats.map(() => "ok"),
  );
});

it.runIf(linux)("gives up what is being made for whoever hangs up", async () => {
  const { server, article, picture } = await withPicture();
  // The picture's bytes come when the test sends them.
  await rm(picture);
  execFileSync("mkfifo", [picture]);
  const client = ask(server, article, "zip", "guest");
  const pipe = await open(picture, "w");
  onTestFinished(() => pipe.close());
  await pipe.write(Buffer.alloc(65_536));
  expect(openFiles(server)).toBe(1);
  client.destroy();
  await expect(
    (async () => {
      for (let piece = 0; piece < 3_000; piece++) {
        await pipe.write(Buffer.alloc(65_536));
        await setImmediate();
      }
    })(),
  ).rejects.toThrow("EPIPE");
  await expect.poll(() => openFiles(server)).toBe(0);
  await expect.poll(() => readdir(join(server.dataDir, "tmp", "exports"))).toEqual([]);
});

it.runIf(linux)("sends nothing to whoever may not have it any more when it is made", async () => {
  const { server, article, picture } = await withPicture();
  await rm(picture);
  execFileSync("mkfifo", [picture]);
  const answer = server.get(`/api/articles/${article}/export?format=zip`, { role: "guest" });
  const pipe = await open(picture, "w");
  await pipe.write(Buffer.alloc(65_536));
  server.signOut("guest");
  await pipe.close();
  expect((await answer).status).toBe(401);
  expect((await answer).headers.get("content-type")).toContain("json");
  await expect.poll(() => openFiles(server)).toBe(0);
});

it.runIf(linux)("bounds what exports take on the disk, of one person and in all", async () => {
  const { server, article } = await withLargePicture({
    exportSpace: { ofOne: 1.5 * largeBytes, inAll: 2.8 * largeBytes },
  });
  const [guest, editor] = [ask(server, article, "zip", "guest"), ask(server, article, "zip", "editor")];
  await expect.poll(() => openFiles(server)).toBe(2);
  expect(await outcome(server, article, "zip", "guest")).toBe("429 too-many-requests, come again");
  expect(await outcome(server, article, "zip", "admin")).toBe("503 unavailable, come again");
  expect(await outcome(server, article, "text", "admin")).toBe("ok");
  expect(openFiles(server)).toBe(2);
  guest?.destroy();
  editor?.destroy();
  await expect.poll(() => openFiles(server)).toBe(0);
  expect(await outcome(server, article, "zip", "admin")).toBe("ok");
});

it("refuses an export that is too large, or a large one on a disk that is almost full", async () => {
  const small = await withLargePicture({ exportSpace: { ofOne: 1_000_000 } });
  expect(await outcome(small.server, small.article, "zip", "editor")).toBe("413 too-large");
  const full = await withLargePicture({ exportSpace: { free: Number.MAX_SAFE_INTEGER } });
  expect(await outcome(full.server, full.article, "zip", "editor")).toBe("507 storage-full");
  expect(await outcome(full.server, full.article, "markdown", "editor")).toBe("ok");
  for (const { server } of [small, full])
    expect(await readdir(join(server.dataDir, "tmp", "exports"))).toEqual([]);
});

it.runIf(linux)(
  "ends an answer that nobody reads, also one behind it and whatever is sent meanwhile",
  async () => {
    const { server, article } = await withLargePicture({ unread: { windowMs: 300, checkEveryMs: 20 } });
    const socket = ask(server, article, "zip", "guest");
    socket.write(`GET /api/articles/${article}/export?format=zip HTTP/1.1\r\nhost: x\r\nx-role: guest\r\n`);
    const sends = setInterval(() => socket.write("a: b\r\n"), 20);
    onTestFinished(() => clearInterval(sends));
    const closed = vi.fn();
    socket.once("close", closed);
    await expect.poll(() => openFiles(server)).toBeGreaterThan(0);
    await expect.poll(() => openFiles(server)).toBe(0);
    socket.resume();
    await expect.poll(() => closed).toHaveBeenCalled();
  },
);

it("packs each picture once and reads it once, however many figures show it", async () => {
  const { server, asset } = await withPicture();
  const figures = (count: number): string =>
    server.newArticle({
      language: "de-CH",
      body: Array.from({ length: count }, (_, at) => ({ kind: "figure", id: `f${at}`, asset, ...texts })),
    });
  const article = figures(50);
  const zip = async (): Promise<Uint8Array> =>
    new Uint8Array(await (await server.get(`/api/articles/${article}/export?format=zip`)).arrayBuffer());
  const bytes = await zip();
  const files = unzipSync(bytes);
  expect(Object.keys(files)).toEqual(["index.html", "fragment.html", "pictures/picture-1-300.jpg"]);
  const page = strFromU8(files["index.html"] ?? new Uint8Array());
  expect(page.match(/src="pictures\/picture-1-300\.jpg"/g)).toHaveLength(50);
  expect(Buffer.from(await zip()).equals(bytes)).toBe(true);

  const reads = [vi.spyOn(server.assets, "variant"), vi.spyOn(server.assets, "info")];
  const many = figures(10_000);
  for (const format of ["markdown", "zip"]) expect(await outcome(server, many, format, "editor")).toBe("ok");
  for (const read of reads) expect(read.mock.calls.length).toBeLessThanOrEqual(3);
});

it("writes one picture after the other into the zip, as the format's library does", async () => {
  const { server, asset } = await withPicture();
  const second = await server.upload(server.newArticle(), await noise(1000, 50).jpeg().toBuffer());
  const body = [second.body.id, asset].map((id) => ({ kind: "figure" as const, id, asset: id, ...texts }));
  const article = server.newArticle({ language: "de-CH", fields: { headline: "See" }, body });
  const answer = await server.get(`/api/articles/${article}/export?format=zip`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const files = Object.entries(unzipSync(bytes));
  expect(files.map(([name]) => name).slice(2)).toEqual([
    "pictures/see-1-480.jpg",
    "pictures/see-1-960.jpg",
    "pictures/see-1-1000.jpg",
    "pictures/see-2-300.jpg",
  ]);
  const pieces: Uint8Array[] = [];
  const zip = new Zip((_error, piece) => pieces.push(piece));
  for (const [name, content] of files) {
    const entry = name.endsWith(".html") ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    entry.push(content, true);
  }
  zip.end();
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

it("refuses to print a few long words or one picture many thousand times", async () => {
  const { server, asset } = await withPicture();
  const figures = (times: number, caption: string): string => {
    const body = [{ kind: "figure" as const, id: "f", asset, ...texts, caption }];
    const article = server.newArticle({ language: "de-CH", body });
    const doc = server.doc(article);
    doc.transact(() => {
      for (let at = 1; at < times; at++)
        bodyText(doc).insertEmbed(0, newFigure({ id: `f${at}`, media: "f", moves: 0 }));
    });
    return article;
  };
  const wordy = figures(200, "Wort ".repeat(20_000));
  for (const format of ["text", "html", "zip"])
    expect(await outcome(server, wordy, format, "editor")).toBe("413 too-large");
  const shown = figures(10_000, "");
  expect(await outcome(server, shown, "html", "editor")).toBe("413 too-large");
  expect(await outcome(server, shown, "zip", "editor")).toBe("ok");
});

/** One whose words take a while to print. */
function longArticle(server: PictureServer): string {
  const body = Array.from({ length: 8_000 }, () => ({
    kind: "text" as const,
    style: "paragraph" as const,
    runs: [{ text: "Ein Satz, der mit vielen anderen steht. ".repeat(5) }],
  }));
  return server.newArticle({ language: "de-CH", body });
}

it("has a person who takes the main thread rest before their next, and others begin at once", async () => {
  const { server, article } = await withPicture();
  const long = longArticle(server);
  const done: string[] = [];
  const ask = (id: string, format: string, role: string): Promise<unknown> =>
    outcome(server, id, format, role).then((code) => done.push(`${role} ${code}`));
  const both = [ask(long, "html", "guest"), ask(long, "html", "guest")];
  await Promise.race(both);
  await Promise.all([...both, ask(article, "html", "editor")]);
  expect(done).toEqual(["guest ok", "editor ok", "guest ok"]);
});

it("does not print again what took too long, until the article changes", async () => {
  const server = await PictureServer.open({ longestPrintMs: 1 });
  const article = longArticle(server);
  const reads = vi.spyOn(ArticleReading.prototype, "live");
  onTestFinished(() => reads.mockRestore());
  for (let tries = 0; tries < 3; tries++)
    // oxlint-disable-next-line no-await-in-loop
    expect(await outcome(server, article, "html", ["guest", "editor", "admin"][tries] ?? "")).toBe(
      "503 damaged",
    );
  expect(reads).toHaveBeenCalledTimes(1);
  expect(await outcome(server, article, "zip", "editor")).toBe("503 damaged");
  expect(reads).toHaveBeenCalledTimes(2);
  await server.touch(article);
  expect(await outcome(server, article, "html", "guest")).toBe("503 damaged");
  expect(reads).toHaveBeenCalledTimes(3);
});
