import type { Metadata } from "sharp";
import type { PictureType } from "../pictureType.ts";

/** Width times height. */
export const maxPixels = 100_000_000;
/** The most memory that decoding one picture may take, as `decodedBytes` estimates it. */
const maxDecodedBytes = 1_200_000_000;
/** A light picture takes no more memory than this, and less than half a second. Almost every camera's JPEG is light. */
const maxLightBytes = 300_000_000;
const maxLightPixels = 50_000_000;
/** Formats that are decoded whole, or row by row many times, take several times as long for a pixel. */
const maxLightPixelsOfSlow = 16_000_000;

/** Light pictures never wait for heavy ones. `refused`: nobody's picture may take that much. */
export type PictureWeight = "light" | "heavy" | "refused";

/** What a picture costs, from its header alone. */
export function pictureWeight(type: PictureType, header: PictureHeader): PictureWeight {
  const bytes = decodedBytes(type, header);
  if (bytes > maxDecodedBytes) return "refused";
  const pixels = header.width * header.height;
  const mostPixels = isSlow(type, header) ? maxLightPixelsOfSlow : maxLightPixels;
  return bytes > maxLightBytes || pixels > mostPixels ? "heavy" : "light";
}

const isSlow = (type: PictureType, { isProgressive }: PictureHeader): boolean =>
  type === "image/gif" || type === "image/avif" || (type === "image/png" && isProgressive);

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
function decodedBytes(type: PictureType, header: PictureHeader): number {
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
