import { appendFile, copyFile, open } from "node:fs/promises";
import type { Sharp, SharpConstructor } from "sharp";
import type { AssetVariant } from "../../../src/domain/protocol/api.ts";
import type { PictureType } from "../pictureType.ts";
import { type PictureRefusal, refusals } from "../refusals.ts";
import { type PictureSize, variantSize } from "../variantSize.ts";
import { maxPixels, type PictureWeight, pictureWeight } from "./decodedBytes.ts";
import { isAnimated } from "./isAnimated.ts";

export interface DecodeJob {
  /** Absolute paths: the upload, and where its variants are to lie. Nothing is there yet. */
  file: string;
  variants: Record<AssetVariant, string>;
  type: PictureType;
  /** False: a heavy picture is left for a process that may take it. */
  mayBeHeavy: boolean;
}

export interface DecodedPicture {
  code: "ok";
  /** Upright. */
  size: PictureSize;
  /** What all variants are: JPEG, or WebP where something is transparent. */
  variantType: "image/jpeg" | "image/webp";
  /** The file moves; its variants show the first picture. */
  animated: boolean;
}

/** Heavy: nothing was decoded; a process that may take more memory has to. */
export type DecodeOutcome = DecodedPicture | PictureRefusal | { code: "heavy" };

/**
 * Decodes the whole file, so that a damaged one shows, and makes its variants: upright, sRGB, without any metadata.
 * A JPEG that lacks nothing but its end mark is taken, as every browser shows it. Of an animation it takes the first
 * picture. Rejects when memory does not suffice or the variants cannot be written. Variants are made once and kept, so
 * exports do not change with a new encoder.
 */
export async function makeVariants({ file, variants, type, mayBeHeavy }: DecodeJob): Promise<DecodeOutcome> {
  const sharp = await loadSharp();
  const header = await readHeader(sharp(file, { limitInputPixels: false }), type);
  if ("code" in header) return header;
  const { size, weight, eightBits, pages } = header;
  if (weight === "refused") return refusals.tooCostly;
  if (weight === "heavy" && !mayBeHeavy) return { code: "heavy" };
  const largest = variantSize(size, "large");
  const decode = (from: string, failOn: "error" | "warning") => {
    const source = sharp(from, { failOn, limitInputPixels: maxPixels, sequentialRead: true });
    return (eightBits ? source.pipelineColourspace(eightBits) : source)
      .autoOrient()
      .resize({ ...largest, fit: "fill" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
  };
  const decoded = await unlessDamaged(
    decode(file, "error").catch(async (cause: unknown) => {
      if (!endsEarly(cause)) throw cause;
      // With its end mark, a JPEG that lacks more makes libjpeg warn.
      return decode(await withEndMark(file, variants.large), "warning");
    }),
  );
  if ("code" in decoded) return decoded;
  const { data, info } = decoded;
  const pixels = (): Sharp =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const transparent = info.channels % 2 === 0 && !(await pixels().stats()).isOpaque;
  for (const variant of ["large", "medium", "small"] satisfies AssetVariant[]) {
    const scaled = pixels().resize({ ...variantSize(size, variant), fit: "fill" });
    // One after the other: one picture at a time is in memory.
    // oxlint-disable-next-line no-await-in-loop
    const encoded = await (transparent
      ? scaled.webp({ quality: 84, effort: 4 }).toBuffer()
      : scaled.removeAlpha().jpeg({ quality: 82, mozjpeg: true }).toBuffer());
    // oxlint-disable-next-line no-await-in-loop
    await writeWhole(variants[variant], encoded);
  }
  return {
    code: "ok",
    size,
    variantType: transparent ? "image/webp" : "image/jpeg",
    animated: await isAnimated(type, file, pages),
  };
}

/** libjpeg met the end of the file before the end mark. */
const endsEarly = (cause: unknown): boolean => String(cause).includes("premature end of JPEG image");

/** A copy of the JPEG with an end mark (EOI, ITU-T T.81 B.1.1.3) behind it. Returns the copy's path. */
async function withEndMark(file: string, copy: string): Promise<string> {
  await copyFile(file, copy);
  await appendFile(copy, Buffer.from([0xff, 0xd9]));
  return copy;
}

const formats = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "heif",
  "image/gif": "gif",
} as const satisfies Record<PictureType, string>;

async function readHeader(picture: Sharp, type: PictureType): Promise<Header | PictureRefusal> {
  const metadata = await unlessDamaged(picture.metadata());
  if ("code" in metadata) return metadata;
  // A file that begins like one type and is read as another was made to deceive.
  if (metadata.format !== formats[type]) return refusals.damaged;
  if (metadata.format === "heif" && metadata.compression !== "av1") return refusals.damaged;
  const { width, height } = metadata.autoOrient;
  if (!(width > 0 && height > 0)) return refusals.damaged;
  if (width * height > maxPixels) return refusals.tooManyPixels;
  return {
    size: { width, height },
    weight: pictureWeight(type, metadata),
    pages: metadata.pages,
    eightBits: metadata.hasProfile ? eightBitsOf[metadata.space as string] : undefined,
  };
}

interface Header {
  size: PictureSize;
  weight: PictureWeight;
  pages: number | undefined;
  /** What samples of 16 bits are first made, so that the file's profile is read right. */
  eightBits: "srgb" | "b-w" | undefined;
}

/** sharp brings colours of 16 bits with a profile to Display P3 and calls them sRGB, and reads grey without its profile. */
const eightBitsOf: Partial<Record<string, "srgb" | "b-w">> = { rgb16: "srgb", grey16: "b-w" };

/** What the decoder cannot read is a damaged picture, unless it ran out of memory: that is thrown. */
const unlessDamaged = <Result extends object>(decoding: Promise<Result>): Promise<Result | PictureRefusal> =>
  decoding.catch((cause: unknown) => {
    if (isOutOfMemory(cause)) throw cause;
    return refusals.damaged;
  });

/** The process reached its limit: libvips says so in words alone. */
export const isOutOfMemory = (cause: unknown): boolean => /memory|unable to allocate/i.test(String(cause));

async function writeWhole(path: string, content: Buffer): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

/** What an upload may be read with. Everything else libvips could read stays shut, whatever the file begins with. */
const loaders = ["Jpeg", "Png", "Webp", "Heif", "Nsgif"].map((name) => `VipsForeignLoad${name}File`);

let loading: Promise<SharpConstructor> | null = null;

/** Only in a process of its own (decoderProgram.ts), never in the server's. */
export function loadSharp(): Promise<SharpConstructor> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: loaders });
    return sharp;
  });
  return loading;
}
