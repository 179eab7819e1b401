import type { Readable } from "node:stream";

/**
 * Files of pictures, each under a key that stands for its content for good. The rules are numbered in RULES.md;
 * every adapter runs the suite in testing/assetStoreContract.ts.
 */
export interface AssetStore {
  /**
   * Keeps the file's content under the key and takes the file away. Resolved, it survives a power cut; rejected,
   * nothing can be read under a key that was free before. The same key again replaces the same content.
   */
  put(key: AssetKey, file: string): Promise<void>;
  /** Null when there is nothing under the key. Whoever gets the content reads or destroys it. */
  open(key: AssetKey): Promise<{ bytes: number; content: Readable } | null>;
  /** Takes away what lies under the key; harmless when there is nothing. Who reads it at this moment reads it to its end. */
  delete(key: AssetKey): Promise<void>;
  /** All keys, with when each was put. Milliseconds since the epoch. */
  list(): Promise<{ key: AssetKey; putAt: number }[]>;
}

export interface AssetKey {
  /** SHA-256 of the file as uploaded, hexadecimal. */
  id: string;
  /** `original`, or the name of a variant. */
  part: string;
}
