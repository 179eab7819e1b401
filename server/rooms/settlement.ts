/** A frame whose settlement is still open. */
export interface OpenFrame {
  through: number;
  /** The write that must be committed; infinite until decided. */
  needs: number;
}

/**
 * Counts frames from the first on that are settled: each waits until a write of the room is committed. Frames are
 * noted in order.
 */
export class Settlement {
  #entries: OpenFrame[] = [];
  #last = 0;
  #settled = 0;

  /** The first frames that are settled. */
  get settled(): number {
    return this.#settled;
  }

  get waiting(): boolean {
    return this.#settled < this.#last;
  }

  /** The next frame needs that write. */
  note(needs: number): void {
    const through = ++this.#last;
    const newest = this.#entries.at(-1);
    if (newest && newest.needs === needs) newest.through = through;
    else this.#entries.push({ through, needs });
  }

  /** The next frame stays open until the caller sets its `needs`. */
  hold(): OpenFrame {
    const entry = { through: ++this.#last, needs: Number.POSITIVE_INFINITY };
    this.#entries.push(entry);
    return entry;
  }

  /** Everything up to that write is committed. True when the count grew. */
  advance(committed: number): boolean {
    const entries = this.#entries;
    let count = 0;
    for (let entry = entries[0]; entry && entry.needs <= committed; entry = entries[count]) {
      this.#settled = entry.through;
      count++;
    }
    if (count === 0) return false;
    if (count === entries.length) this.#entries = [];
    else entries.splice(0, count);
    return true;
  }
}
