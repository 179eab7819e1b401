import { createHash, type Hash } from "node:crypto";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import {
  type Asset,
  type AssetVariant,
  assetVariants,
  maxPictureBytes,
} from "../../src/domain/protocol/api.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { AssetStore } from "./AssetStore.ts";
import { type DecoderLimits, type DecoderLog, PictureDecoder } from "./decoding/PictureDecoder.ts";
import { FileAssetStore } from "./FileAssetStore.ts";
import { hasFreeSpace, usualFreeBytes } from "./freeSpace.ts";
import { type PictureQuota, quotaRefusal, usualQuota } from "./pictureQuota.ts";
import { headBytes, type PictureType, recognisePicture } from "./pictureType.ts";
import { type PictureRefusal, refusals } from "./refusals.ts";
import { TemporaryFiles } from "./TemporaryFiles.ts";
import { type PlaceLimits, UploadPlaces, usualPlaces } from "./UploadPlaces.ts";
import { type PictureSize, variantSize } from "./variantSize.ts";

export interface PictureAsset extends Asset {
  /** The type of its variants. */
  variantType: string;
}

/** Other limits than the usual ones, for those who want to see them reached. */
export interface AssetLimits {
  places: PlaceLimits;
  quota: PictureQuota;
  decoder: Partial<DecoderLimits>;
  freeBytes: number;
}

export interface AssetOptions {
  log?: DecoderLog;
  limits?: Partial<AssetLimits>;
  now?: () => number;
}

interface AssetParts extends AssetOptions {
  dataDir: string;
  database: OpenDatabase;
  store: AssetStore;
  files: TemporaryFiles;
}

/** The pictures people uploaded: what is known of them in the database, their files in a store. */
export class Assets {
  readonly decoder: PictureDecoder;
  readonly #dataDir: string;
  readonly #database: OpenDatabase;
  readonly #store: AssetStore;
  readonly #files: TemporaryFiles;
  readonly #places: UploadPlaces;
  readonly #quota: PictureQuota;
  readonly #freeBytes: number;
  readonly #now: () => number;
  /** Ids whose files are being written or deleted: one after the other. */
  readonly #changing = new Map<string, Promise<unknown>>();

  private constructor({ dataDir, database, store, files, log, limits = {}, now = Date.now }: AssetParts) {
    this.#dataDir = dataDir;
    this.#database = database;
    this.#store = store;
    this.#files = files;
    this.#now = now;
    this.#places = new UploadPlaces(limits.places ?? usualPlaces);
    this.#quota = limits.quota ?? usualQuota;
    this.#freeBytes = limits.freeBytes ?? usualFreeBytes;
    this.decoder = new PictureDecoder(log ?? { warn: () => {} }, limits.decoder);
  }

  /** Pictures in `DATA_DIR/assets`. Uploads that an earlier run did not finish are deleted. */
  static async open(dataDir: string, database: OpenDatabase, options: AssetOptions = {}): Promise<Assets> {
    const folder = resolve(dataDir);
    const store = await FileAssetStore.open(join(folder, "assets"));
    const files = await TemporaryFiles.open(join(folder, "tmp", "uploads"));
    return new Assets({ ...options, dataDir: folder, database, store, files });
  }

  /**
   * Takes a picture of at most so many bytes in. With `ok`, its files and its row are on disk. Reads `content` to its
   * end unless the person has too many uploads under way or the disk is full. The same bytes again are recognised and
   * not decoded again. Rejects with `content`'s error, as `BrokenUpload`.
   */
  async add(
    content: Readable,
    personId: string,
    declaredBytes = maxPictureBytes,
  ): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    const place = this.#places.enter(personId, Math.min(declaredBytes, maxPictureBytes));
    if (place.code !== "ok") return place;
    try {
      if (!(await hasFreeSpace(this.#dataDir, this.#freeBytes))) return refusals.storageFull;
      this.decoder.warm();
      return await this.#receive(content, personId, (bytes) =>
        quotaRefusal(this.#database, this.#quota, { personId, bytes, now: this.#now() }),
      );
    } finally {
      place.leave();
    }
  }

  /** Takes a picture of the product's own in, whatever the person has uploaded. */
  async addOwn(content: Readable, personId: string): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    return this.#receive(content, personId, () => null);
  }

  /** Deletes the files of a picture whose row is gone, unless somebody has added it again meanwhile. */
  async deleteFiles(id: string): Promise<void> {
    await this.#alone(id, async () => {
      if (this.info(id)) return;
      for (const part of ["original", ...Object.keys(assetVariants)]) await this.#store.delete({ id, part });
    });
  }

  /** Deletes files without a row that were put before then, and says how many. Milliseconds since the epoch. */
  async deleteStrayFiles(putBefore: number): Promise<number> {
    let deleted = 0;
    for (const { key, putAt } of await this.#store.list()) {
      if (putAt >= putBefore || this.info(key.id)) continue;
      await this.#alone(key.id, async () => {
        if (this.info(key.id)) return;
        await this.#store.delete(key);
        deleted += 1;
      });
    }
    return deleted;
  }

  /** Ends the processes that decode; uploads under way are refused as `unavailable`. */
  close(): void {
    this.decoder.close();
  }

  /** Notes that the article uses the asset from now on; again is harmless. */
  attach(articleId: string, assetId: string): void {
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .insertInto("article_asset")
        .values({ article_id: articleId, asset_id: assetId, created_at: this.#now() })
        .onConflict((conflict) => conflict.doUpdateSet({ created_at: this.#now() }))
        .compile(),
    );
  }

  /** What is known of an asset; null for an unknown id. */
  info(id: string): PictureAsset | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("asset")
        .select(["id", "width", "height", "type", "bytes", "variant_type", "animated"])
        .where("id", "=", id)
        .compile(),
    );
    if (!row) return null;
    const { variant_type: variantType, animated, ...asset } = row;
    return { ...asset, animated: animated === 1, variantType };
  }

  /** A variant's file; null for an unknown id. Whoever gets the content reads or destroys it. */
  async variant(
    id: string,
    variant: AssetVariant,
  ): Promise<({ type: string; bytes: number; content: Readable } & PictureSize) | null> {
    const asset = this.info(id);
    const file = asset && (await this.#store.open({ id, part: variant }));
    return file ? { ...file, ...variantSize(asset, variant), type: asset.variantType } : null;
  }

  /** Whoever adds it again may be about to use it: it counts as used until somebody looks anew. */
  #known(id: string): { code: "ok"; asset: Asset } | null {
    const found = this.info(id);
    if (!found) return null;
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("asset")
        .set({ unused_since: null })
        .where("id", "=", id)
        .where("unused_since", "is not", null)
        .compile(),
    );
    const { variantType: _, ...asset } = found;
    return { code: "ok", asset };
  }

  async #receive(
    content: Readable,
    personId: string,
    refusalOf: (bytes: number) => PictureRefusal | null,
  ): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    return this.#files.with(async (file) => {
      const { hash, head, bytes } = await receive(content, file);
      if (bytes > maxPictureBytes) return refusals.tooLarge;
      if (bytes === 0) return refusals.empty;
      const recognised = recognisePicture(head);
      if (recognised.code !== "ok") return recognised;
      const upload: Upload = { file, id: hash.digest("hex"), bytes, type: recognised.type, personId };
      return this.#alone(
        upload.id,
        async () => this.#known(upload.id) ?? refusalOf(bytes) ?? (await this.#keep(upload)),
      );
    });
  }

  /** One at a time of those that write or delete the same picture. */
  async #alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#changing.get(id);
    const done = (before ?? Promise.resolve()).then(work);
    const settled = done.catch(() => {});
    this.#changing.set(id, settled);
    try {
      return await done;
    } finally {
      if (this.#changing.get(id) === settled) this.#changing.delete(id);
    }
  }

  async #keep(upload: Upload): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    return this.#files.with((small) =>
      this.#files.with((medium) =>
        this.#files.with((large) => this.#decodeInto({ small, medium, large }, upload)),
      ),
    );
  }

  async #decodeInto(
    variants: Record<AssetVariant, string>,
    { file, id, bytes, type, personId }: Upload,
  ): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    const picture = await this.decoder.decode({ file, variants, type }, personId);
    if (picture.code !== "ok") return picture;
    for (const part of Object.keys(assetVariants) as AssetVariant[])
      await this.#store.put({ id, part }, variants[part]);
    await this.#store.put({ id, part: "original" }, file);
    const { animated } = picture;
    const asset: Asset = { id, ...picture.size, type, bytes, animated };
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .insertInto("asset")
        .values({
          ...asset,
          animated: animated ? 1 : 0,
          variant_type: picture.variantType,
          created_by: personId,
          created_at: this.#now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    );
    return { code: "ok", asset };
  }
}

/** The upload did not arrive whole or was not what it said it was; `cause` tells more. */
export class BrokenUpload extends Error {}

interface Upload {
  file: string;
  id: string;
  bytes: number;
  type: PictureType;
  personId: string;
}

/** Writes the upload to the file. What is beyond the size limit is read and thrown away, so that the answer gets through. */
async function receive(
  content: Readable,
  file: string,
): Promise<{ hash: Hash; head: Buffer; bytes: number }> {
  const hash = createHash("sha256");
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const handle = await open(file, "wx");
  try {
    for await (const chunk of chunksOf(content)) {
      bytes += chunk.length;
      if (bytes > maxPictureBytes) continue;
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  return { hash, head, bytes };
}

async function* chunksOf(content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new BrokenUpload("The upload did not arrive whole", { cause });
  }
}
