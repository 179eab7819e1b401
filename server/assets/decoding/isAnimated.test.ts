import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { animatedPng, noise } from "../testing/pictures.ts";
import { isAnimated } from "./isAnimated.ts";

const brand = (name: string): Buffer => Buffer.from(`\0\0\0\x18ftyp${name}\0\0\0\0avifmif1`, "latin1");

it.each([
  ["a sequence of AVIF", "image/avif", brand("avis"), 1, true],
  ["an AVIF", "image/avif", brand("avif"), 1, false],
  ["a GIF of two pictures", "image/gif", Buffer.alloc(0), 2, true],
  ["a GIF of one", "image/gif", Buffer.alloc(0), 1, false],
  ["a PNG with an animation", "image/png", animatedPng, 1, true],
  ["a PNG without", "image/png", () => noise(60, 40).png().toBuffer(), 1, false],
  ["a PNG that ends in a chunk", "image/png", async () => (await animatedPng()).subarray(0, 36), 1, false],
] as const)("%s moves or does not", async (_what, type, content, pages, expected) => {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-animated-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "picture");
  await writeFile(file, typeof content === "function" ? await content() : content);
  expect(await isAnimated(type, file, pages)).toBe(expected);
});
