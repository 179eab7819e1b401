/** Thrown for bytes that end early or hold a number beyond what is exact. */
export class MalformedBytes extends Error {}

/**
 * Reads lib0's encoding without ever looking beyond the given bytes. lib0's own decoder does not check its bounds: a
 * hostile length would read on into whatever shares the memory.
 */
export class ByteReader {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Bytes read. */
  get at(): number {
    return this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new MalformedBytes("ends early");
    return byte;
  }

  varUint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 0x80;
    do {
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedBytes("number too large");
    } while (byte >= 0x80);
    return value;
  }

  /** A signed number; only its extent matters here. Refuses whatever lib0's `readVarInt` refuses. */
  skipVarInt(): void {
    let byte = this.byte();
    let value = byte & 0x3f;
    for (let factor = 0x40; byte >= 0x80; factor *= 0x80) {
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedBytes("number too large");
    }
  }

  skip(length: number): void {
    if (length > this.#bytes.length - this.#at) throw new MalformedBytes("ends early");
    this.#at += length;
  }

  /** A view, not a copy. */
  varBytes(): Uint8Array {
    const length = this.varUint();
    const start = this.#at;
    this.skip(length);
    return this.#bytes.subarray(start, start + length);
  }
}
