/** Follows the frames in the bytes of one side of a WebSocket: where one ends, and whether a message is under way. */
export class FrameBounds {
  /** Of the frame that begins: what tells its length, as far as it came. */
  #head: number[] = [];
  /** What is still to come of the frame: its mask and payload. Bytes. */
  #left = 0;
  #isFragmented = false;
  #openBytes = 0;
  #continuations = 0;

  /** The next bytes. Returns how many came since nothing of any message was under way. */
  pass(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length) {
      const from = at;
      if (this.#left === 0) this.#begin(bytes[at++] as number);
      const skipped = Math.min(this.#left, bytes.length - at);
      this.#left -= skipped;
      at += skipped;
      this.#openBytes = this.#isWhole ? 0 : this.#openBytes + at - from;
    }
    return this.#openBytes;
  }

  /** How many frames that only continue a message began since this was asked last. */
  takeContinuations(): number {
    const count = this.#continuations;
    this.#continuations = 0;
    return count;
  }

  get #isWhole(): boolean {
    return this.#left === 0 && this.#head.length === 0 && !this.#isFragmented;
  }

  #begin(byte: number): void {
    this.#head.push(byte);
    const [first, second, ...more] = this.#head;
    if (first === undefined || second === undefined) return;
    const size = second & 0x7f;
    const missing = (size === 127 ? 8 : size === 126 ? 2 : 0) - more.length;
    if (missing > 0) return;
    const length = size < 126 ? size : more.reduce((sum, each) => sum * 256 + each, 0);
    const masked = (second & 0x80) !== 0;
    this.#left = length + (masked ? 4 : 0);
    this.#head = [];
    if ((first & 0x0f) === 0) this.#continuations++;
    // Pings and such come in between the fragments of a message.
    const isControl = (first & 0x08) !== 0;
    if (!isControl) this.#isFragmented = (first & 0x80) === 0;
  }
}
