import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { TemporaryFiles } from "../assets/TemporaryFiles.ts";

/** A finished export: its size and hash are known before the first byte goes out. */
export interface Finished {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  content: Buffer | Readable;
}

/** Larger ones wait on disk for a slow reader, not in memory. */
const inMemoryBytes = 1024 * 1024;

export async function finishText(text: string, files: TemporaryFiles): Promise<Finished> {
  const content = Buffer.from(text);
  if (content.length > inMemoryBytes) return finishFile(files, (file) => file.writeFile(content));
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { bytes: content.length, sha256, content };
}

/** The file has no name any more when this resolves; it goes once its content was read or destroyed. */
export const finishFile = (
  files: TemporaryFiles,
  write: (file: FileHandle) => Promise<void>,
): Promise<Finished> =>
  files.with(async (path) => {
    const file = await open(path, "wx+");
    try {
      await write(file);
      const hash = createHash("sha256");
      let bytes = 0;
      for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
        hash.update(piece);
        bytes += piece.length;
      }
      const content = file.createReadStream({ start: 0 });
      return { bytes, sha256: hash.digest("hex"), content };
    } catch (cause) {
      await file.close();
      throw cause;
    }
  });
