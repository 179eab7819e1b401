import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** A folder for files that nobody needs after a restart. What an earlier run left is deleted when it is opened. */
export class TemporaryFiles {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<TemporaryFiles> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new TemporaryFiles(folder);
  }

  /** Gives `work` a path of its own; whatever lies there afterwards is deleted. */
  async with<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
    const path = join(this.#folder, randomUUID());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}
