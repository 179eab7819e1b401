import * as Y from "yjs";
import type { LogSize } from "../storage/articleLog.ts";
import { piecesCut, piecesOf } from "./pieces.ts";
import type { UpdateScan } from "./updateScan.ts";

export interface FullnessParts {
  doc: Y.Doc;
  /** What is stored of it: at least as long as the document. */
  size: LogSize;
  limits: { articleBytes: number; articlePieces: number; weighEveryMs: number };
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/** An update, as its scan describes it. */
type Change = Pick<UpdateScan, "structs" | "deletes">;

/** A piece in memory, as measured with one-letter items. */
const bytesOfPiece = 250;
/**
 * Counting takes longer the more there is: it pays after so many more. At the limit, after a twentieth; where memory is
 * short for all articles, sooner for small ones too.
 */
const worthCounting = 1_000;
const worthCountingWhenShort = 100;
const shareAtLimit = 1 / 20;
/** A new piece may cut another in two. */
const piecesOfStruct = 2;

/** What a document of so many pieces and stored bytes takes in memory. Bytes. */
export const decodedBytes = (pieces: number, storedBytes: number): number =>
  pieces * bytesOfPiece + storedBytes;

/**
 * Whether an article has room for more, and what it takes in memory. What is stored says how long it is for all but the
 * largest: those are weighed, which walks through the document, and then only now and again. Pieces are counted when it
 * is opened, estimated from then on, and counted again where the estimate says that it is full.
 */
export class Fullness {
  readonly #parts: FullnessParts;
  #weighedAt = Number.NEGATIVE_INFINITY;
  /** As weighed, and what came since. */
  #bytes = 0;
  #countedAt = Number.NEGATIVE_INFINITY;
  #pieces: number;
  /** At most so many came since they were counted. */
  #morePieces = 0;

  constructor(parts: FullnessParts) {
    this.#parts = parts;
    this.#pieces = piecesOf(parts.doc);
  }

  /** As last counted. */
  get decodedBytes(): number {
    const { snapshotBytes, logBytes } = this.#parts.size;
    return decodedBytes(this.#pieces, snapshotBytes + logBytes);
  }

  grew(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The change is about to be applied. */
  takes({ structs, deletes }: Change): void {
    this.#morePieces += structs * piecesOfStruct + piecesCut(this.#parts.doc, deletes);
  }

  /**
   * Counts again what has grown by a quarter, by a tenth where memory is short: all counting together then takes no longer
   * than the growing did.
   */
  countIfGrown(memoryIsShort: boolean): void {
    const least = memoryIsShort ? worthCountingWhenShort : worthCounting;
    if (this.#morePieces > Math.max(least, this.#pieces / (memoryIsShort ? 10 : 4))) this.#count();
  }

  /**
   * Content needs room. Deletions are refused only where they cut an article to pieces. They make room for bytes; for
   * pieces only where Yjs can merge what it keeps of them.
   */
  hasRoomFor(bytes: number, change: Change, brings: boolean): boolean {
    if (brings && !this.#hasRoomForBytes(bytes)) return false;
    const { doc, limits } = this.#parts;
    const limit = brings ? limits.articlePieces : limits.articlePieces * 1.5;
    const content = brings ? change.structs * piecesOfStruct : 0;
    if (this.#hasRoomForPieces(content + 2 * change.deletes.length, limit)) return true;
    const cut = piecesCut(doc, change.deletes);
    return content + cut === 0 || this.#hasRoomForPieces(content + cut, limit);
  }

  #hasRoomForBytes(bytes: number): boolean {
    const { size, limits, doc, now } = this.#parts;
    if (size.snapshotBytes + size.logBytes + bytes <= limits.articleBytes) return true;
    const neverWeighed = this.#weighedAt === Number.NEGATIVE_INFINITY;
    if (!neverWeighed && this.#bytes + bytes <= limits.articleBytes) return true;
    if (now() - this.#weighedAt < limits.weighEveryMs) return false;
    this.#bytes = Y.encodeStateAsUpdate(doc).length;
    this.#weighedAt = now();
    return this.#bytes + bytes <= limits.articleBytes;
  }

  #hasRoomForPieces(more: number, limit: number): boolean {
    if (this.#pieces + this.#morePieces + more <= limit) return true;
    const { limits, now } = this.#parts;
    const worthIt = this.#morePieces >= Math.max(worthCounting, this.#pieces * shareAtLimit);
    if (!worthIt && now() - this.#countedAt < limits.weighEveryMs) return false;
    this.#count();
    return this.#pieces + more <= limit;
  }

  #count(): void {
    this.#pieces = piecesOf(this.#parts.doc);
    this.#morePieces = 0;
    this.#countedAt = this.#parts.now();
  }
}
