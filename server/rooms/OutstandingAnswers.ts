/**
 * Answers to a step 1 on their way to the sockets of one person. One that several sockets are sent is in memory once, and
 * counts once.
 */
export class OutstandingAnswers {
  readonly #sockets = new Map<Buffer, number>();
  #bytes = 0;

  /** Bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** To one socket. */
  sent(answer: Buffer): void {
    const sockets = this.#sockets.get(answer) ?? 0;
    if (sockets === 0) this.#bytes += answer.length;
    this.#sockets.set(answer, sockets + 1);
  }

  /** By one socket, or it is closed. */
  taken(answer: Buffer): void {
    const sockets = this.#sockets.get(answer) ?? 0;
    if (sockets > 1) {
      this.#sockets.set(answer, sockets - 1);
      return;
    }
    if (this.#sockets.delete(answer)) this.#bytes -= answer.length;
  }
}
