import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { TemporaryFiles } from "../assets/TemporaryFiles.ts";
import type { ExportShare } from "./ExportSpace.ts";

/** A finished export: its size and hash are known before the first byte goes out. */
export interface Finished {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  content: Buffer | Readable;
}

/** Where and for whom a file is written. */
export interface FilePlace {
  files: TemporaryFiles;
  share: ExportShare;
  /** Aborted when nobody waits for the file any more; what writes it then throws. */
  over: AbortSignal;
}

/** Takes the pieces of a file one after the other. */
export type Sink = (piece: Uint8Array) => Promise<void>;

/** Larger ones wait on disk for a slow reader, not in memory. */
const inMemoryBytes = 1024 * 1024;

export async function finishText(text: string, place: FilePlace): Promise<Finished> {
  const content = Buffer.from(text);
  if (content.length > inMemoryBytes) return finishFile(place, (sink) => sink(content));
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { bytes: content.length, sha256, content };
}

/**
 * The file has no name any more when this resolves; it goes, and gives its space back, once its content was read or
 * destroyed. Throws `ExportRefused` where there is no space for it.
 */
export const finishFile = (
  { files, share, over }: FilePlace,
  write: (sink: Sink) => Promise<void>,
): Promise<Finished> =>
  files.with(async (path) => {
    const file = await open(path, "wx+");
    try {
      const hash = createHash("sha256");
      let bytes = 0;
      await write(async (piece) => {
        over.throwIfAborted();
        await share.take(piece.length);
        await file.writeFile(piece);
        hash.update(piece);
        bytes += piece.length;
      });
      const content = file.createReadStream({ start: 0 });
      content.once("close", share.giveBack);
      return { bytes, sha256: hash.digest("hex"), content };
    } catch (cause) {
      await file.close();
      share.giveBack();
      throw cause;
    }
  });
