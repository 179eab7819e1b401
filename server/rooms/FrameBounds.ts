/** Follows the frames in the bytes of one side of a WebSocket: where one ends, and whether a message is under way. */
export class FrameBounds {
  /** Of the frame that begins: what tells its length, as far as it came. */
  #head: number[] = [];
  /** What is still to come of the frame: its mask and payload. Bytes. */
  #left = 0;
  #isFragmented = false;

  /** Whether nothing of any message is under way. */
  get areWhole(): boolean {
    return this.#left === 0 && this.#head.length === 0 && !this.#isFragmented;
  }

  /** The next bytes. */
  pass(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const skipped = Math.min(this.#left, bytes.length - at);
      this.#left -= skipped;
      at += skipped;
      if (at < bytes.length) this.#begin(bytes[at++] as number);
    }
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
    // Pings and such come in between the fragments of a message.
    const isControl = (first & 0x08) !== 0;
    if (!isControl) this.#isFragmented = (first & 0x80) === 0;
  }
}
