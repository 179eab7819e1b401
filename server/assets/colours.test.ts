import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, it, onTestFinished } from "vitest";
import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import { adobeRgb, greenPress, linearGrey } from "./testing/iccProfiles.ts";
import { PictureServer } from "./testing/pictureServer.ts";
import { pngChunk } from "./testing/pictures.ts";

type Colour = readonly number[];

const red = [200, 30, 30];
const green = [30, 160, 60];

/** Red on the left, green on the right. */
const twoPatches = async (): Promise<Buffer> => {
  const patch = (background: string): Promise<Buffer> =>
    sharp({ create: { width: 320, height: 240, channels: 3, background } })
      .png()
      .toBuffer();
  const create = { width: 640, height: 240, channels: 3 as const, background: `rgb(${green.join()})` };
  return sharp({ create })
    .composite([{ input: await patch(`rgb(${red.join()})`), left: 0, top: 0 }])
    .png()
    .toBuffer();
};

const deep = async (profile?: string): Promise<Buffer> => {
  const picture = sharp(await twoPatches()).toColourspace("rgb16");
  const file = await (profile ? picture.withIccProfile(profile) : picture).png().toBuffer();
  const { depth, hasProfile } = await sharp(file).metadata();
  expect([depth, hasProfile]).toEqual(["ushort", profile !== undefined]);
  return file;
};

async function inFile(profile: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-profile-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "profile.icc");
  await writeFile(path, profile);
  return path;
}

/** The same samples, said to be of another profile. */
const underProfile = (png: Buffer, profile: Buffer): Buffer => {
  const chunk = pngChunk("iCCP", Buffer.concat([Buffer.from("test\0\0", "latin1"), deflateSync(profile)]));
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
};

/** The colours in the middle of the left and of the right half. */
async function halves(file: Buffer): Promise<[left: Colour, right: Colour]> {
  const picture = sharp(file).toColourspace("srgb").removeAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const at = (part: number): Colour => {
    const pixel = Math.floor(info.height / 2) * info.width + Math.floor(info.width * part);
    return [...data.subarray(pixel * info.channels, pixel * info.channels + 3)];
  };
  return [at(0.25), at(0.75)];
}

/** The files of the picture that people see: in every size, and in an export. */
async function shown(server: PictureServer, file: Buffer): Promise<Buffer[]> {
  const article = server.newArticle();
  const { status, body } = await server.upload(article, file);
  expect(status).toBe(201);
  const texts = { caption: "Zwei Farben", credit: "", source: "", alt: "" };
  const template: ArticleTemplate = {
    language: "de-CH",
    leadPicture: { id: "colours", asset: body.id, ...texts },
  };
  const sizes = await Promise.all(
    ["small", "medium", "large"].map(async (variant) =>
      Buffer.from(await (await server.get(`/api/assets/${body.id}/${variant}`)).arrayBuffer()),
    ),
  );
  const html = await (
    await server.get(`/api/articles/${server.newArticle(template)}/export?format=html`)
  ).text();
  const [, embedded = ""] = /<img src="data:image\/\w+;base64,([^"]+)"/.exec(html) ?? [];
  return [...sizes, Buffer.from(embedded, "base64")];
}

/** As close as JPEG comes: 4 of 255. */
async function expectColours(files: Buffer[], left: Colour, right: Colour): Promise<void> {
  expect(files).toHaveLength(4);
  for (const file of files) {
    const [seenLeft, seenRight] = await halves(file);
    const off = [...left, ...right].map(
      (value, index) => ([...seenLeft, ...seenRight][index] as number) - value,
    );
    expect(Math.max(...off.map(Math.abs)), JSON.stringify([seenLeft, seenRight])).toBeLessThanOrEqual(4);
  }
}

it.each([
  ["without a profile", () => deep()],
  ["of sRGB", () => deep("srgb")],
  ["of Display P3", () => deep("p3")],
  ["of Adobe RGB", async () => deep(await inFile(adobeRgb()))],
  ["with a profile that cannot be read", async () => underProfile(await deep(), Buffer.alloc(600, 7))],
])("shows the colours of a PNG of 16 bits %s in every size and in the export", async (_what, make) => {
  const server = await PictureServer.open();
  await expectColours(await shown(server, await make()), red, green);
});

it("keeps what is transparent in a PNG of 16 bits with a profile", async () => {
  const server = await PictureServer.open();
  const create = {
    width: 640,
    height: 240,
    channels: 4 as const,
    background: { r: 200, g: 30, b: 30, alpha: 0.5 },
  };
  const file = await sharp({ create }).toColourspace("rgb16").withIccProfile("p3").png().toBuffer();
  for (const picture of await shown(server, file)) {
    const [r = 0, g = 0, b = 0, alpha = 0] = await sharp(picture).ensureAlpha().raw().toBuffer();
    expect(
      Math.max(Math.abs(r - 200), Math.abs(g - 30), Math.abs(b - 30)),
      `${r} ${g} ${b}`,
    ).toBeLessThanOrEqual(4);
    expect(Math.abs(alpha - 128)).toBeLessThanOrEqual(2);
  }
});

it.each([8, 16])("reads a grey PNG of %i bits by its own profile", async (bits) => {
  const server = await PictureServer.open();
  const grey = sharp({ create: { width: 640, height: 240, channels: 3, background: "rgb(55,55,55)" } });
  const file = await grey
    .toColourspace(bits === 16 ? "grey16" : "b-w")
    .png()
    .toBuffer();
  expect((await sharp(file).metadata()).channels).toBe(1);
  // Proportional to the light, 55 of 255 is what sRGB writes as 128 of 255 (IEC 61966-2-1).
  await expectColours(
    await shown(server, underProfile(file, linearGrey())),
    [128, 128, 128],
    [128, 128, 128],
  );
});

it("reads a CMYK picture by its own profile", async () => {
  const server = await PictureServer.open();
  const file = await sharp(await twoPatches())
    .toColourspace("cmyk")
    .jpeg({ quality: 95 })
    .toBuffer();
  const marker = Buffer.from("ICC_PROFILE\0\x01\x01", "latin1");
  const profile = greenPress();
  const length = Buffer.alloc(2);
  length.writeUInt16BE(2 + marker.length + profile.length);
  const own = Buffer.concat([
    file.subarray(0, 2),
    Buffer.from([0xff, 0xe2]),
    length,
    marker,
    profile,
    file.subarray(2),
  ]);
  expect((await sharp(own).metadata()).space).toBe("cmyk");
  for (const picture of await shown(server, own)) {
    for (const [r = 0, g = 0, b = 0] of await halves(picture))
      expect(g - Math.max(r, b), `${r} ${g} ${b}`).toBeGreaterThan(40);
  }
});
