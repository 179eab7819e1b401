import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AssetKey, AssetStore } from "./AssetStore.ts";

/**
 * Files below one folder: `ab/cdef…` is the original of asset `abcdef…`, `ab/cdef….small` a variant. Files to put
 * must lie on the same file system.
 */
export class FileAssetStore implements AssetStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<FileAssetStore> {
    await mkdir(folder, { recursive: true });
    return new FileAssetStore(folder);
  }

  async put(key: AssetKey, file: string): Promise<void> {
    const { folder, path } = this.#place(key);
    await syncToDisk(file);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncToDisk(this.#folder);
    await rename(file, path);
    await syncToDisk(folder);
  }

  async open(key: AssetKey): ReturnType<AssetStore["open"]> {
    const { path } = this.#place(key);
    try {
      const handle = await open(path, "r");
      const { size } = await handle.stat();
      return { bytes: size, content: createReadStream(path, { fd: handle }) };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw cause;
    }
  }

  async delete(key: AssetKey): Promise<void> {
    await rm(this.#place(key).path, { force: true });
  }

  async list(): ReturnType<AssetStore["list"]> {
    const found: Awaited<ReturnType<AssetStore["list"]>> = [];
    for (const start of await readdir(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(start)) continue;
      // Folder by folder: a newsroom has pictures by the ten thousand.
      // oxlint-disable-next-line no-await-in-loop
      for (const name of await readdir(join(this.#folder, start))) {
        const [, rest, part = "original"] = /^([0-9a-f]{62})(?:\.([a-z]+))?$/.exec(name) ?? [];
        if (rest === undefined) continue;
        // oxlint-disable-next-line no-await-in-loop
        const { ctimeMs } = await stat(join(this.#folder, start, name));
        found.push({ key: { id: start + rest, part }, putAt: ctimeMs });
      }
    }
    return found;
  }

  #place({ id, part }: AssetKey): { folder: string; path: string } {
    if (!/^[0-9a-f]{64}$/.test(id) || !/^[a-z]+$/.test(part))
      throw new Error(`“${id}” “${part}” is no key of a picture`);
    const folder = join(this.#folder, id.slice(0, 2));
    return { folder, path: join(folder, part === "original" ? id.slice(2) : `${id.slice(2)}.${part}`) };
  }
}

/** A file's content, or a folder's names. */
async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
