import type { Sharp, SharpConstructor } from "sharp";
import { type AssetVariant, assetVariants } from "../../src/domain/protocol/api.ts";
import type { PictureType } from "./pictureType.ts";
import { type PictureRefusal, refusals } from "./refusals.ts";

/** Width times height, from the header, before anything is decoded. */
export const maxPixels = 100_000_000;
const decodeWithinSeconds = 60;
/** A variant is this many times as high as it may be wide, at most: endless columns would not fit any format. */
const maxHeightPerWidth = 4;

export interface PictureSize {
  width: number;
  height: number;
}

/** Pixels of a variant: the picture's proportions, never enlarged. */
export function variantSize({ width, height }: PictureSize, variant: AssetVariant): PictureSize {
  const widest = assetVariants[variant];
  const scale = Math.min(1, widest / width, (widest * maxHeightPerWidth) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export interface DecodedPicture {
  code: "ok";
  /** Upright. */
  size: PictureSize;
  /** What all variants are: JPEG, or WebP where something is transparent. */
  variantType: "image/jpeg" | "image/webp";
  variants: Record<AssetVariant, Buffer>;
}

/**
 * Decodes the whole file, so that a damaged one shows, and makes its variants: upright, sRGB, without any metadata.
 * Of an animation it takes the first picture. Variants are made once and kept, so exports do not change with a new encoder.
 */
export async function makeVariants(
  file: string,
  type: PictureType,
): Promise<DecodedPicture | PictureRefusal> {
  const sharp = await loadSharp();
  const size = await readSize(sharp(file, { limitInputPixels: false }), type);
  if ("code" in size) return size;
  const largest = variantSize(size, "large");
  const decoded = await unlessDamaged(
    sharp(file, { failOn: "error", limitInputPixels: maxPixels, sequentialRead: true })
      .autoOrient()
      .resize({ ...largest, fit: "fill" })
      .toColourspace("srgb")
      .raw()
      .timeout({ seconds: decodeWithinSeconds })
      .toBuffer({ resolveWithObject: true }),
  );
  if (!decoded) return refusals.damaged;
  const { data, info } = decoded;
  const pixels = (): Sharp =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const transparent = info.channels % 2 === 0 && !(await pixels().stats()).isOpaque;
  const encode = (variant: AssetVariant): Promise<Buffer> => {
    const scaled = pixels().resize({ ...variantSize(size, variant), fit: "fill" });
    return transparent
      ? scaled.webp({ quality: 84, effort: 4 }).toBuffer()
      : scaled.removeAlpha().jpeg({ quality: 82, mozjpeg: true }).toBuffer();
  };
  const large = await encode("large");
  const medium = await encode("medium");
  const small = await encode("small");
  return {
    code: "ok",
    size,
    variantType: transparent ? "image/webp" : "image/jpeg",
    variants: { large, medium, small },
  };
}

const formats = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "heif",
  "image/gif": "gif",
} as const satisfies Record<PictureType, string>;

async function readSize(picture: Sharp, type: PictureType): Promise<PictureSize | PictureRefusal> {
  const metadata = await unlessDamaged(picture.metadata());
  // A file that begins like one type and is read as another was made to deceive.
  if (!metadata || metadata.format !== formats[type]) return refusals.damaged;
  if (metadata.format === "heif" && metadata.compression !== "av1") return refusals.damaged;
  const { width, height } = metadata.autoOrient;
  if (!(width > 0 && height > 0)) return refusals.damaged;
  return width * height > maxPixels ? refusals.tooManyPixels : { width, height };
}

/** What the decoder cannot read, or not in time, is a damaged picture. */
const unlessDamaged = <Result>(decoding: Promise<Result>): Promise<Result | null> =>
  decoding.catch(() => null);

/** Only with the first picture: the library takes a fifth of the memory a resting server may use. */
async function loadSharp(): Promise<SharpConstructor> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
