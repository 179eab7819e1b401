import { hasFreeSpace, usualFreeBytes } from "../assets/freeSpace.ts";
import { ExportRefused, refusals } from "./refusals.ts";

/** Bytes on the disk. */
export interface SpaceLimits {
  /** What all exports that are being made or sent may take. */
  inAll: number;
  /** What those of one person may take, and so one export. */
  ofOne: number;
  /** What must stay free on the disk. */
  free: number;
}

export const usualSpace: SpaceLimits = { inAll: 4_000_000_000, ofOne: 1_000_000_000, free: usualFreeBytes };

/** The disk is looked at before the first byte of a file and then once in so many. */
const lookEveryBytes = 16 * 1024 * 1024;

/** What the files of exports take on the disk at this moment, by person. */
export class ExportSpace {
  readonly #folder: string;
  readonly #limits: SpaceLimits;
  readonly #ofOne = new Map<string, number>();
  #inAll = 0;

  constructor(folder: string, limits: SpaceLimits = usualSpace) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** The space of one file of the person, empty yet. */
  share(personId: string): ExportShare {
    let bytes = 0;
    let untilLook = 0;
    return {
      take: async (more) => {
        const own = this.#ofOne.get(personId) ?? 0;
        if (bytes + more > this.#limits.ofOne) throw new ExportRefused(refusals.tooLarge);
        if (own + more > this.#limits.ofOne) throw new ExportRefused(refusals.ownExports);
        if (this.#inAll + more > this.#limits.inAll) throw new ExportRefused(refusals.busy);
        bytes += more;
        this.#add(personId, more);
        untilLook -= more;
        if (untilLook > 0) return;
        untilLook = lookEveryBytes;
        if (!(await hasFreeSpace(this.#folder, this.#limits.free + more)))
          throw new ExportRefused(refusals.storageFull);
      },
      giveBack: () => {
        this.#add(personId, -bytes);
        bytes = 0;
      },
    };
  }

  #add(personId: string, bytes: number): void {
    this.#inAll += bytes;
    const own = (this.#ofOne.get(personId) ?? 0) + bytes;
    if (own > 0) this.#ofOne.set(personId, own);
    else this.#ofOne.delete(personId);
  }
}

export interface ExportShare {
  /** To be called before so many bytes are written. Throws `ExportRefused`. */
  take(bytes: number): Promise<void>;
  /** Once the file is gone. */
  giveBack(): void;
}
