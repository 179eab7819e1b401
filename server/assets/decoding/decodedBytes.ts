import type { Metadata } from "sharp";
import type { PictureType } from "../pictureType.ts";

/** Width times height. */
export const maxPixels = 100_000_000;
/** The most memory that decoding one picture may take, as `decodedBytes` estimates it. */
export const maxDecodedBytes = 1_200_000_000;
/** Pictures up to here are light: they never wait for one that takes more. Almost every camera's JPEG is light. */
export const maxLightBytes = 300_000_000;

/** What the estimate needs to know from a picture's header. */
export type PictureHeader = Pick<
  Metadata,
  "width" | "height" | "channels" | "depth" | "isProgressive" | "pages"
>;

/**
 * Estimates the memory that decoding takes, from the header alone. Bytes per pixel are what libvips 8.18 was measured to
 * take, rounded up (docs/decisions/2026-12-01-picture-decoding.md). Formats that can be decoded row by row take
 * little; AVIF, GIF, lossless WebP, progressive JPEG and interlaced PNG are held whole.
 */
export function decodedBytes(type: PictureType, header: PictureHeader): number {
  return header.width * header.height * bytesPerPixel[type](header);
}

const bytesPerPixel = {
  // A progressive one holds the coefficients of all its samples, two bytes each.
  "image/jpeg": ({ isProgressive, channels }) => (isProgressive ? 2 * channels : 1),
  "image/png": (header) => (header.isProgressive ? 1.15 * sampleBytes(header) : 0.25 * sampleBytes(header)),
  "image/webp": ({ pages = 1 }) => (pages > 1 ? 16 : 8),
  "image/avif": (header) => (bytesPerSample(header) > 1 ? 24 : 18),
  "image/gif": () => 6,
} satisfies Record<PictureType, (header: PictureHeader) => number>;

const bytesPerSample = ({ depth }: PictureHeader): number => (depth === "uchar" ? 1 : 2);
const sampleBytes = (header: PictureHeader): number => header.channels * bytesPerSample(header);
