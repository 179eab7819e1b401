import { type FileHandle, open } from "node:fs/promises";
import type { PictureType } from "../pictureType.ts";

/** True for a file that moves. `pages`: as libvips counts them in a GIF or WebP. Rejects when the file cannot be read. */
export async function isAnimated(type: PictureType, file: string, pages = 1): Promise<boolean> {
  if (type === "image/gif" || type === "image/webp") return pages > 1;
  if (type === "image/jpeg") return false;
  const handle = await open(file, "r");
  try {
    return await (type === "image/png" ? isAnimatedPng(handle) : isAvifSequence(handle));
  } finally {
    await handle.close();
  }
}

/** An APNG says so in a chunk `acTL` before its first pixels (PNG 3rd edition, 11.3.6): the number of frames comes first. */
async function isAnimatedPng(handle: FileHandle): Promise<boolean> {
  const chunk = Buffer.alloc(12);
  // A file has few chunks there; one of thousands was made to keep the server busy.
  for (let at = 8, chunks = 0; chunks < 1_000; chunks++) {
    // oxlint-disable-next-line no-await-in-loop
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
    const name = chunk.toString("latin1", 4, 8);
    if (bytesRead < chunk.length || name === "IDAT") return false;
    if (name === "acTL") return chunk.readUInt32BE(8) > 1;
    at += 12 + chunk.readUInt32BE(0);
  }
  return false;
}

/** The major brand of an image sequence is `avis` (AVIF 1.1, 6.3). */
async function isAvifSequence(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
  return buffer.toString("latin1", 8, 12) === "avis";
}
