import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AssetKey, AssetStore } from "../AssetStore.ts";

const key = (first: string, part = "original"): AssetKey => ({ id: first.padEnd(64, "0"), part });

/** Runs the rules of RULES.md. `open` gets an empty folder, the same one again for a reopen, and may keep what it likes there. */
export function testAssetStore(name: string, open: (folder: string) => Promise<AssetStore>): void {
  const workplace = async (): Promise<{
    reopen: () => Promise<AssetStore>;
    file: (content: string) => Promise<string>;
  }> => {
    const folder = await mkdtemp(join(tmpdir(), "foureyes-assets-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    let count = 0;
    return {
      reopen: () => open(join(folder, "store")),
      file: async (content) => {
        const path = join(folder, `upload-${++count}`);
        await writeFile(path, content);
        return path;
      },
    };
  };
  const read = async (store: AssetStore, at: AssetKey): Promise<string | null> => {
    const found = await store.open(at);
    if (!found) return null;
    const content = await buffer(found.content);
    expect(content.length).toBe(found.bytes);
    return content.toString();
  };

  describe(name, () => {
    it("[AS1] keeps what was put across a reopen", async () => {
      const { reopen, file } = await workplace();
      await (await reopen()).put(key("a"), await file("content of a"));
      expect(await read(await reopen(), key("a"))).toBe("content of a");
    });

    it("[AS2] keeps parts and ids apart", async () => {
      const { reopen, file } = await workplace();
      const store = await reopen();
      await store.put(key("ab1"), await file("one"));
      await store.put(key("ab2"), await file("two"));
      await store.put(key("ab1", "small"), await file("small one"));
      expect(await read(store, key("ab1"))).toBe("one");
      expect(await read(store, key("ab2"))).toBe("two");
      expect(await read(store, key("ab1", "small"))).toBe("small one");
      expect(await store.open(key("ab2", "small"))).toBeNull();
    });

    it("[AS3] answers null for what it does not have", async () => {
      const { reopen } = await workplace();
      expect(await (await reopen()).open(key("f"))).toBeNull();
    });

    it("[AS4] takes the file away", async () => {
      const { reopen, file } = await workplace();
      const path = await file("moved");
      await (await reopen()).put(key("a"), path);
      await expect(readFile(path)).rejects.toThrow("ENOENT");
    });

    it("[AS5] leaves one whole content when the same comes twice at once", async () => {
      const { reopen, file } = await workplace();
      const store = await reopen();
      const files = await Promise.all(Array.from({ length: 8 }, () => file("the same")));
      await Promise.all(files.map((path) => store.put(key("c"), path)));
      expect(await read(store, key("c"))).toBe("the same");
    });

    it("[AS6] rejects a put that fails and leaves the key free", async () => {
      const { reopen } = await workplace();
      const store = await reopen();
      await expect(store.put(key("d"), "/nowhere/at/all")).rejects.toThrow("ENOENT");
      expect(await store.open(key("d"))).toBeNull();
    });

    it("[AS7] refuses keys that lead elsewhere", async () => {
      const { reopen, file } = await workplace();
      const store = await reopen();
      const path = await file("stays");
      for (const bad of [
        { id: "../../etc/passwd", part: "original" },
        { id: "A".repeat(64), part: "original" },
        key("a", "../x"),
        key("a", ""),
      ]) {
        await expect(store.put(bad, path)).rejects.toThrow("no key");
        await expect(store.open(bad)).rejects.toThrow("no key");
      }
      expect(await readFile(path, "utf8")).toBe("stays");
    });

    it("[AS8] deletes one key alone, again without harm, and lists what is left", async () => {
      const { reopen, file } = await workplace();
      const store = await reopen();
      const since = Date.now();
      await store.put(key("a"), await file("original"));
      await store.put(key("a", "small"), await file("small"));
      await store.put(key("b"), await file("other"));
      await store.delete(key("a"));
      await store.delete(key("a"));
      expect(await read(store, key("a"))).toBeNull();
      expect(await read(store, key("a", "small"))).toBe("small");
      const listed = await (await reopen()).list();
      expect(listed.map((each) => each.key).toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
        key("a", "small"),
        key("b"),
      ]);
      // A file system may count in steps of its own.
      for (const { putAt } of listed) expect(putAt).toBeGreaterThan(since - 5_000);
      await expect(store.delete(key("a", "../x"))).rejects.toThrow("no key");
    });
  });
}
