import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { Sink } from "./finished.ts";
import type { Counted } from "./PersonRests.ts";

export interface ZipEntry {
  name: string;
  /** Text is compressed; a stream holds a picture, which already is. */
  open: () => Promise<string | Readable>;
}

/** All entries carry this date: the same content gives the same bytes. The format knows none earlier. */
const entryDate = new Date(1980, 0, 1);

/** Text is compressed in pieces of so many bytes, between which others have a turn. */
const textPieceBytes = 512 * 1024;

/**
 * Writes a zip, one entry after the other, never holding more than a piece of one in memory. `counted` runs what
 * compresses.
 */
export async function writeZip(sink: Sink, entries: readonly ZipEntry[], counted: Counted): Promise<void> {
  let pieces: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error) failure = error;
    else pieces.push(piece);
  });
  const flush = async (): Promise<void> => {
    if (failure) throw failure;
    const ready = pieces;
    pieces = [];
    for (const piece of ready) await sink(piece);
  };
  for (const { name, open } of entries) {
    const content = await open();
    const entry = typeof content === "string" ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
    entry.mtime = entryDate;
    zip.add(entry);
    if (typeof content === "string") {
      const bytes = Buffer.from(content);
      for (let at = 0; at === 0 || at < bytes.length; at += textPieceBytes) {
        const end = at + textPieceBytes;
        counted(() => entry.push(bytes.subarray(at, end), end >= bytes.length));
        await flush();
        await setImmediate();
      }
    } else {
      for await (const piece of content as AsyncIterable<Buffer>) {
        entry.push(new Uint8Array(piece));
        await flush();
      }
      entry.push(new Uint8Array(0), true);
    }
    await flush();
  }
  zip.end();
  await flush();
}
