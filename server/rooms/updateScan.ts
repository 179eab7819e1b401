import { isUtf8 } from "node:buffer";
import { sharedTypeNames } from "../../src/domain/article/document.ts";
import { ByteReader, MalformedBytes } from "./byteReader.ts";
import {
  piecesInValue,
  piecesOfElement,
  piecesOfKey,
  piecesOfMapKey,
  piecesOfObject,
  piecesOfType,
} from "./pieces.ts";

/** Clocks [from, to) of one client. */
export interface ClockRange {
  client: number;
  from: number;
  to: number;
}

/** What an update brings and what must be there first. */
export interface UpdateScan {
  /** Content, without gaps inside a range; in the update's order. */
  brings: ClockRange[];
  /** For each client, the clock that must be reached before the update applies in full. */
  needs: Map<number, number>;
  /** Those of a client in order, as Yjs writes them. */
  deletes: ClockRange[];
  /** Where in the update the deletions begin. */
  deletesAt: number;
  /** Pieces that it becomes in memory, as pieces.ts counts them. */
  structs: number;
  /**
   * Names of shared types that no article has. Yjs makes each as it reads the name, whether what follows is news or not.
   */
  foreignRoots: ReadonlySet<string>;
}

/** Far above what anyone types in one sitting. */
const maxClock = 2 ** 31;
/**
 * Clocks that an update names, be they content, gaps or deletions: what was deleted takes five bytes, however much it was.
 * So much is an article that was written full and emptied again sixteen times.
 */
const maxClocks = 2 ** 28;
/** Far above the sittings that an article has seen in its life. */
const maxClients = 50_000;
/** Nesting in embedded values; encoding deeper ones would exhaust the stack. */
const maxDepth = 64;

/** Shared types in a document beside an article's own: newer versions may add some. */
export const maxForeignRoots = 64;

/** Maps and texts, by Yjs's numbers. */
const types = new Set([1, 2]);

/**
 * Reads an update (Yjs's first encoding) to its end without applying it. Null when Yjs would stumble over it, then or
 * later: whatever passes can be applied, stored and sent on.
 */
export function scanUpdate(update: Uint8Array): UpdateScan | null {
  try {
    return new UpdateScanner(update).scan();
  } catch (cause) {
    if (cause instanceof MalformedBytes) return null;
    throw cause;
  }
}

/** The state vector, or null when it is malformed. */
export function isStateVector(bytes: Uint8Array): boolean {
  try {
    const reader = new ByteReader(bytes);
    for (let left = reader.varUint(); left > 0; left--) {
      reader.varUint();
      reader.varUint();
    }
    return reader.done;
  } catch {
    return false;
  }
}

class UpdateScanner {
  readonly #reader: ByteReader;
  readonly #brings: ClockRange[] = [];
  readonly #needs = new Map<number, number>();
  readonly #deletes: ClockRange[] = [];
  readonly #foreignRoots = new Set<string>();
  #structs = 0;
  #clocks = 0;

  constructor(update: Uint8Array) {
    this.#reader = new ByteReader(update);
  }

  scan(): UpdateScan {
    this.#scanClients();
    const deletesAt = this.#reader.at;
    this.#scanDeletes();
    if (!this.#reader.done) throw new MalformedBytes("more than an update");
    return {
      brings: this.#brings,
      needs: this.#needs,
      deletes: this.#deletes,
      deletesAt,
      structs: this.#structs,
      foreignRoots: this.#foreignRoots,
    };
  }

  #scanClients(): void {
    const reader = this.#reader;
    const clients = reader.varUint();
    if (clients > maxClients) throw new MalformedBytes("too many clients");
    const seen = clients > 1 ? new Set<number>() : null;
    for (let left = clients; left > 0; left--) {
      const structs = reader.varUint();
      const client = reader.varUint();
      if (seen?.has(client)) throw new MalformedBytes("client named twice");
      seen?.add(client);
      this.#scanStructs(client, reader.varUint(), structs);
    }
  }

  #scanStructs(client: number, start: number, structs: number): void {
    this.#structs += structs;
    let clock = start;
    let range: ClockRange | null = null;
    for (let left = structs; left > 0; left--) {
      const info = this.#reader.byte();
      const kind = info & 0x1f;
      const before = clock;
      if (kind === 0 || kind === 10) clock += this.#reader.varUint();
      else clock += this.#scanItem(info, kind, client, clock);
      if (clock > maxClock) throw new MalformedBytes("clock too large");
      if (clock === before) throw new MalformedBytes("nothing at a clock");
      this.#named(clock - before);
      if (kind === 10) range = null;
      else if (range) range.to = clock;
      else {
        range = { client, from: before, to: clock };
        this.#brings.push(range);
      }
    }
  }

  /** Its length in clocks. */
  #scanItem(info: number, kind: number, client: number, clock: number): number {
    const hasOrigin = (info & 0x80) !== 0;
    const hasRightOrigin = (info & 0x40) !== 0;
    if (hasOrigin) this.#need(client, clock);
    if (hasRightOrigin) this.#need(client, clock);
    if (!hasOrigin && !hasRightOrigin) {
      if (this.#reader.varUint() === 1) this.#root(this.#text());
      else this.#need(client, clock);
      if (info & 0x20) {
        this.#text();
        this.#structs += piecesOfMapKey;
      }
    }
    return this.#scanContent(kind);
  }

  #root(name: string): void {
    if (sharedTypeNames.has(name)) return;
    this.#foreignRoots.add(name);
    if (this.#foreignRoots.size > maxForeignRoots)
      throw new MalformedBytes("more shared types than are kept");
  }

  #scanContent(kind: number): number {
    const reader = this.#reader;
    switch (kind) {
      case 1:
        return reader.varUint();
      case 4:
        return this.#text().length;
      case 5:
        this.#json();
        return 1;
      case 7:
        if (!types.has(reader.varUint())) throw new MalformedBytes("a type that no article has");
        this.#structs += piecesOfType;
        return 1;
      case 8: {
        const length = reader.varUint();
        this.#structs += length * piecesOfElement;
        for (let left = length; left > 0; left--) this.#any(0);
        return length;
      }
      default:
        // Bytes, Yjs's own formatting, documents: no version wrote them, and some cost far more than their size tells.
        throw new MalformedBytes("content that no article has");
    }
  }

  #named(clocks: number): void {
    this.#clocks += clocks;
    if (this.#clocks > maxClocks) throw new MalformedBytes("too many clocks");
  }

  #need(ownClient: number, ownClock: number): void {
    const client = this.#reader.varUint();
    const end = this.#reader.varUint() + 1;
    if (client === ownClient) {
      if (end > ownClock) throw new MalformedBytes("refers to itself");
      return;
    }
    if (end > maxClock) throw new MalformedBytes("clock too large");
    if (end > (this.#needs.get(client) ?? 0)) this.#needs.set(client, end);
  }

  #scanDeletes(): void {
    const reader = this.#reader;
    const clients = reader.varUint();
    const seen = clients > 1 ? new Set<number>() : null;
    for (let left = clients; left > 0; left--) {
      const client = reader.varUint();
      if (seen?.has(client)) throw new MalformedBytes("client named twice");
      seen?.add(client);
      let end = 0;
      for (let ranges = reader.varUint(); ranges > 0; ranges--) {
        const from = reader.varUint();
        const to = from + reader.varUint();
        if (to > maxClock) throw new MalformedBytes("clock too large");
        if (to === from) throw new MalformedBytes("nothing deleted");
        if (from < end) throw new MalformedBytes("deletions out of order");
        this.#named(to - from);
        end = to;
        this.#deletes.push({ client, from, to });
        if (to > (this.#needs.get(client) ?? 0)) this.#needs.set(client, to);
      }
    }
  }

  #text(): string {
    const bytes = this.#reader.varBytes();
    if (!isUtf8(bytes)) throw new MalformedBytes("no UTF-8");
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  }

  #json(): void {
    let value: unknown;
    try {
      value = JSON.parse(this.#text());
    } catch {
      throw new MalformedBytes("no JSON");
    }
    const pieces = piecesInValue(value);
    if (pieces === null) throw new MalformedBytes("nested too deeply");
    this.#structs += pieces;
  }

  #any(depth: number): void {
    if (depth > maxDepth) throw new MalformedBytes("nested too deeply");
    const reader = this.#reader;
    const type = reader.byte();
    switch (type) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return;
      case 125:
        return reader.skipVarInt();
      case 124:
        return reader.skip(4);
      case 123: // float
      case 122: // big integer
        return reader.skip(8);
      case 119:
        this.#text();
        return;
      case 118:
        this.#structs += piecesOfObject;
        for (let left = reader.varUint(); left > 0; left--) {
          this.#structs += piecesOfKey;
          this.#text();
          this.#any(depth + 1);
        }
        return;
      case 117:
        this.#structs += piecesOfObject;
        for (let left = reader.varUint(); left > 0; left--) {
          this.#structs += piecesOfElement;
          this.#any(depth + 1);
        }
        return;
      case 116:
        this.#structs += piecesOfObject;
        reader.varBytes();
        return;
      default:
        throw new MalformedBytes("unknown value");
    }
  }
}
