import type { PictureRefusal } from "./refusals.ts";
import { refusals } from "./refusals.ts";

export interface PlaceLimits {
  /** Uploads of one person under way at once, decoding or not. The page sends three at a time. */
  perPerson: number;
  /** What all uploads under way may come to on the disk. Bytes. */
  bytes: number;
}

export const usualPlaces: PlaceLimits = { perPerson: 8, bytes: 4_000_000_000 };

/** Who is uploading how much at this moment. Places are each person's own: nobody can take those of others. */
export class UploadPlaces {
  readonly #limits: PlaceLimits;
  readonly #taken = new Map<string, number>();
  #bytes = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Takes a place until `leave` is called, once. */
  enter(personId: string, bytes: number): { code: "ok"; leave: () => void } | PictureRefusal {
    const own = this.#taken.get(personId) ?? 0;
    if (own >= this.#limits.perPerson) return refusals.ownUploads;
    if (this.#bytes + bytes > this.#limits.bytes) return refusals.busy;
    this.#taken.set(personId, own + 1);
    this.#bytes += bytes;
    return { code: "ok", leave: () => this.#leave(personId, bytes) };
  }

  #leave(personId: string, bytes: number): void {
    this.#bytes -= bytes;
    const left = (this.#taken.get(personId) ?? 0) - 1;
    if (left > 0) this.#taken.set(personId, left);
    else this.#taken.delete(personId);
  }
}
