import * as Y from "yjs";
import type { LogSize } from "../storage/articleLog.ts";

export interface FullnessParts {
  doc: Y.Doc;
  /** What is stored of it: at least as long as the document. */
  size: LogSize;
  limits: { articleBytes: number; weighEveryMs: number };
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/**
 * Whether an article has room for more. What is stored says so for all but the largest: those are weighed, which walks
 * through the document, and then only now and again.
 */
export class Fullness {
  readonly #parts: FullnessParts;
  #weighedAt = Number.NEGATIVE_INFINITY;
  /** As weighed, and what came since. */
  #bytes = 0;

  constructor(parts: FullnessParts) {
    this.#parts = parts;
  }

  grew(bytes: number): void {
    this.#bytes += bytes;
  }

  hasRoomFor(bytes: number): boolean {
    const { size, limits, doc, now } = this.#parts;
    if (size.snapshotBytes + size.logBytes + bytes <= limits.articleBytes) return true;
    const neverWeighed = this.#weighedAt === Number.NEGATIVE_INFINITY;
    if (!neverWeighed && this.#bytes + bytes <= limits.articleBytes) return true;
    if (now() - this.#weighedAt < limits.weighEveryMs) return false;
    this.#bytes = Y.encodeStateAsUpdate(doc).length;
    this.#weighedAt = now();
    return this.#bytes + bytes <= limits.articleBytes;
  }
}
