/** Writes of a room that are sent between two commits; the same for all its connections. */
export interface SentGroup {
  /** The last write in it. Grows until the next commit, which may hold only a part of it; the one after that holds all. */
  needs: number;
}

/**
 * Counts the frames that one connection was sent, and how many of the first of them hold nothing but what is committed.
 * Whole groups at a time: this is done for each key and each of its readers.
 */
export class SentFrames {
  /** Groups that are not committed yet, and how many frames had been sent at the end of each. */
  #groups: { group: SentGroup; through: number }[] = [];
  /** The group of the last frames, and all frames. */
  #open: SentGroup | null = null;
  #count = 0;
  #settled = 0;

  get settled(): number {
    return this.#settled;
  }

  /** So many frames more, of this group. */
  note(frames: number, group: SentGroup): void {
    if (this.#open !== group) {
      this.#close();
      this.#open = group;
    }
    this.#count += frames;
  }

  /** Everything up to that write is committed. */
  advance(committed: number): void {
    let done = 0;
    for (const { group, through } of this.#groups) {
      if (group.needs > committed) break;
      this.#settled = through;
      done++;
    }
    if (done > 0) this.#groups.splice(0, done);
    if (this.#groups.length > 0 || !this.#open || this.#open.needs > committed) return;
    this.#settled = this.#count;
    this.#open = null;
  }

  #close(): void {
    if (this.#open) this.#groups.push({ group: this.#open, through: this.#count });
  }
}
