import { expect, it } from "vitest";
import { type PictureHeader, pictureWeight } from "./decodedBytes.ts";

const megapixels = (count: number, header: Partial<PictureHeader> = {}): PictureHeader => ({
  width: count * 1_000,
  height: 1_000,
  channels: 3,
  depth: "uchar",
  isProgressive: false,
  ...header,
});

it.each([
  ["a JPEG of 45 megapixels", "image/jpeg", megapixels(45), "light"],
  ["a JPEG of 100 megapixels", "image/jpeg", megapixels(100), "heavy"],
  ["a progressive JPEG of 45 megapixels", "image/jpeg", megapixels(45, { isProgressive: true }), "light"],
  ["a progressive JPEG of 100 megapixels", "image/jpeg", megapixels(100, { isProgressive: true }), "heavy"],
  ["a PNG of 24 megapixels", "image/png", megapixels(24), "light"],
  ["a PNG of 100 megapixels", "image/png", megapixels(100), "heavy"],
  ["an interlaced PNG of 36 megapixels", "image/png", megapixels(36, { isProgressive: true }), "heavy"],
  ["a GIF of 36 megapixels", "image/gif", megapixels(36), "heavy"],
  [
    "an interlaced PNG of 100 megapixels, 16 bit",
    "image/png",
    megapixels(100, { isProgressive: true, channels: 4, depth: "ushort" }),
    "heavy",
  ],
  ["a WebP of 24 megapixels", "image/webp", megapixels(24), "light"],
  ["an animated WebP of 100 megapixels", "image/webp", megapixels(100, { pages: 2 }), "refused"],
  ["an AVIF of 12 megapixels, as most phones make", "image/avif", megapixels(12), "light"],
  ["an AVIF of 12 megapixels, 10 bit", "image/avif", megapixels(12, { depth: "ushort" }), "light"],
  ["an AVIF of 64 megapixels, as some phones make", "image/avif", megapixels(64), "heavy"],
  ["an AVIF of 50 megapixels, 10 bit", "image/avif", megapixels(50, { depth: "ushort" }), "heavy"],
  ["an AVIF of 81 megapixels", "image/avif", megapixels(81), "refused"],
  ["an AVIF of 60 megapixels, 12 bit", "image/avif", megapixels(60, { depth: "ushort" }), "refused"],
  ["a GIF of 100 megapixels", "image/gif", megapixels(100), "heavy"],
] as const)("%s", (_what, type, header, expected) => {
  expect(pictureWeight(type, header)).toBe(expected);
});
