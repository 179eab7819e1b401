import * as Y from "yjs";
import type { LogSize } from "../storage/articleLog.ts";
import { piecesCut, piecesOf } from "./pieces.ts";
import type { UpdateScan } from "./updateScan.ts";

export interface FullnessParts {
  doc: Y.Doc;
  /** What is stored of it: at least as long as the document. */
  size: LogSize;
  limits: { articleBytes: number; articlePieces: number; weighEveryMs: number };
  /** Whether the person brought what is written under the client id. */
  isOf(personId: string, clientId: number): boolean;
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
/** What one person takes of an article at most, of what all others leave free. */
export const largestShare = 4 / 5;

/** What one person brought of an article. */
interface Share {
  /** As measured. */
  size: number;
  measuredAt: number;
  /** At most so much came since. */
  more: number;
}

/** What a document of so many pieces and stored bytes takes in memory. Bytes. */
export const decodedBytes = (pieces: number, storedBytes: number): number =>
  pieces * bytesOfPiece + storedBytes;

/**
 * Whether an article has room for more, and what it takes in memory. What is stored says how long it is for all but the
 * largest: those are weighed, which walks through the document, and then only now and again. Pieces are counted when it
 * is opened, estimated from then on, and counted again where the estimate says that it is full.
 *
 * Nobody fills it alone, with what no page shows and nobody can delete: each person takes four fifths at most of what the
 * others leave free.
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
  readonly #shares = { bytes: new Map<string, Share>(), pieces: new Map<string, Share>() };

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

  /** The person's change is about to be applied. */
  takes({ structs, deletes }: Change, personId: string, bytes: number): void {
    const pieces = structs * piecesOfStruct;
    this.#morePieces += pieces + piecesCut(this.#parts.doc, deletes);
    const shares = [this.#shares.pieces.get(personId), this.#shares.bytes.get(personId)];
    if (shares[0]) shares[0].more += pieces + this.#ownCut(personId, deletes);
    if (shares[1]) shares[1].more += bytes;
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
  hasRoomFor(bytes: number, change: Change, brings: boolean, personId: string): boolean {
    const { doc, limits } = this.#parts;
    if (brings && !this.#hasRoomForBytes(bytes, limits.articleBytes)) return false;
    const limit = brings ? limits.articlePieces : limits.articlePieces * 1.5;
    const content = brings ? change.structs * piecesOfStruct : 0;
    if (!this.#hasRoomForPieces(content + 2 * change.deletes.length, limit)) {
      const cut = piecesCut(doc, change.deletes);
      if (content + cut > 0 && !this.#hasRoomForPieces(content + cut, limit)) return false;
    }
    return this.#leavesRoom(personId, brings ? bytes : 0, content, change.deletes);
  }

  #hasRoomForBytes(bytes: number, limit: number): boolean {
    const { size, limits, now } = this.#parts;
    if (size.snapshotBytes + size.logBytes + bytes <= limit) return true;
    const neverWeighed = this.#weighedAt === Number.NEGATIVE_INFINITY;
    if (!neverWeighed && this.#bytes + bytes <= limit) return true;
    if (now() - this.#weighedAt < limits.weighEveryMs) return false;
    this.#weigh();
    return this.#bytes + bytes <= limit;
  }

  #hasRoomForPieces(more: number, limit: number): boolean {
    if (this.#pieces + this.#morePieces + more <= limit) return true;
    const { limits, now } = this.#parts;
    const worthIt = this.#morePieces >= Math.max(worthCounting, this.#pieces * shareAtLimit);
    if (!worthIt && now() - this.#countedAt < limits.weighEveryMs) return false;
    this.#count();
    return this.#pieces + more <= limit;
  }

  /** For the others. Where there is much room, nobody's share need be known. */
  #leavesRoom(personId: string, bytes: number, content: number, deletes: Change["deletes"]): boolean {
    const { articleBytes, articlePieces } = this.#parts.limits;
    if (
      bytes > 0 &&
      !this.#hasRoomForBytes(bytes, articleBytes * largestShare) &&
      !this.#hasShareFor("bytes", personId, bytes)
    )
      return false;
    const limit = articlePieces * largestShare;
    if (this.#pieces + this.#morePieces + content + 2 * deletes.length <= limit) return true;
    const pieces = content + this.#ownCut(personId, deletes);
    return (
      pieces === 0 || this.#hasRoomForPieces(pieces, limit) || this.#hasShareFor("pieces", personId, pieces)
    );
  }

  /** Into how many more pieces the deletions cut what the person brought. */
  #ownCut(personId: string, deletes: Change["deletes"]): number {
    const { doc, isOf } = this.#parts;
    return piecesCut(
      doc,
      deletes.filter(({ client }) => isOf(personId, client)),
    );
  }

  #hasShareFor(what: "bytes" | "pieces", personId: string, more: number): boolean {
    const { limits, now } = this.#parts;
    const limit = what === "bytes" ? limits.articleBytes : limits.articlePieces;
    const fits = (own: number): boolean => {
      const all = what === "bytes" ? this.#bytes : this.#pieces + this.#morePieces;
      return own + more <= (limit - Math.max(0, all - own)) * largestShare;
    };
    const known = this.#shares[what].get(personId);
    if (known && fits(known.size + known.more)) return true;
    if (known && now() - known.measuredAt < limits.weighEveryMs) return false;
    if (what === "bytes") this.#weigh();
    else this.#count();
    const isOwn = (clientId: number): boolean => this.#parts.isOf(personId, clientId);
    const size = what === "bytes" ? bytesOf(this.#parts.doc, isOwn) : piecesOf(this.#parts.doc, isOwn);
    this.#shares[what].set(personId, { size, measuredAt: now(), more: 0 });
    return fits(size);
  }

  #weigh(): void {
    this.#bytes = Y.encodeStateAsUpdate(this.#parts.doc).length;
    this.#weighedAt = this.#parts.now();
  }

  #count(): void {
    this.#pieces = piecesOf(this.#parts.doc);
    this.#morePieces = 0;
    this.#countedAt = this.#parts.now();
  }
}

/** Of the content under these client ids, as an update. */
function bytesOf(doc: Y.Doc, isOwn: (clientId: number) => boolean): number {
  const all = Y.decodeStateVector(Y.encodeStateVector(doc));
  const others = new Map([...all].filter(([clientId]) => !isOwn(clientId)));
  const encoded = (known: Map<number, number>): number =>
    Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known)).length;
  return encoded(others) - encoded(all);
}
