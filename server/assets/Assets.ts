import { createHash, type Hash } from "node:crypto";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import {
  type Asset,
  type AssetVariant,
  assetVariants,
  maxPictureBytes,
} from "../../src/domain/protocol/api.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { AssetStore } from "./AssetStore.ts";
import { FileAssetStore } from "./FileAssetStore.ts";
import { JobQueue } from "./JobQueue.ts";
import { headBytes, type PictureType, recognisePicture } from "./pictureType.ts";
import { type PictureRefusal, refusals } from "./refusals.ts";
import { TemporaryFiles } from "./TemporaryFiles.ts";
import { makeVariants, type PictureSize, variantSize } from "./variants.ts";

/** Uploads under way at once, decoding or not; each holds at most one picture on disk and none in memory. */
const maxUploads = 64;
/** Pictures decoded at once: each may take hundreds of megabytes. */
const decodedAtOnce = 1;

export interface PictureAsset extends Asset {
  /** The type of its variants. */
  variantType: string;
}

interface AssetParts {
  database: OpenDatabase;
  store: AssetStore;
  files: TemporaryFiles;
}

/** The pictures people uploaded: what is known of them in the database, their files in a store. */
export class Assets {
  readonly #database: OpenDatabase;
  readonly #store: AssetStore;
  readonly #files: TemporaryFiles;
  readonly #decoding = new JobQueue({ atOnce: decodedAtOnce, mayWait: maxUploads });
  #uploads = 0;

  constructor({ database, store, files }: AssetParts) {
    this.#database = database;
    this.#store = store;
    this.#files = files;
  }

  /** Pictures in `DATA_DIR/assets`. Uploads that an earlier run did not finish are deleted. */
  static async open(dataDir: string, database: OpenDatabase): Promise<Assets> {
    const store = await FileAssetStore.open(join(dataDir, "assets"));
    const files = await TemporaryFiles.open(join(dataDir, "tmp", "uploads"));
    return new Assets({ database, store, files });
  }

  /**
   * Takes a picture in. With `ok`, its files and its row are on disk. Reads `content` to its end in any case but
   * `unavailable`. The same bytes again are recognised and not decoded again.
   */
  async add(content: Readable, personId: string): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    if (this.#uploads >= maxUploads) return refusals.busy;
    this.#uploads += 1;
    try {
      return await this.#files.with(async (file) => {
        const { hash, head, bytes } = await receive(content, file);
        if (bytes > maxPictureBytes) return refusals.tooLarge;
        if (bytes === 0) return refusals.empty;
        const recognised = recognisePicture(head);
        if (recognised.code !== "ok") return recognised;
        const upload: Upload = { file, id: hash.digest("hex"), bytes, type: recognised.type, personId };
        const known = this.#known(upload.id);
        if (known) return known;
        const stored = this.#decoding.run(async () => this.#known(upload.id) ?? (await this.#keep(upload)));
        return (await stored) ?? refusals.busy;
      });
    } finally {
      this.#uploads -= 1;
    }
  }

  /** Notes that the article uses the asset; again is harmless. */
  attach(articleId: string, assetId: string): void {
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .insertInto("article_asset")
        .values({ article_id: articleId, asset_id: assetId, created_at: Date.now() })
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    );
  }

  /** What is known of an asset; null for an unknown id. */
  info(id: string): PictureAsset | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("asset")
        .select(["id", "width", "height", "type", "bytes", "variant_type"])
        .where("id", "=", id)
        .compile(),
    );
    if (!row) return null;
    const { variant_type: variantType, ...asset } = row;
    return { ...asset, variantType };
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

  #known(id: string): { code: "ok"; asset: Asset } | null {
    const found = this.info(id);
    if (!found) return null;
    const { variantType: _, ...asset } = found;
    return { code: "ok", asset };
  }

  async #keep({
    file,
    id,
    bytes,
    type,
    personId,
  }: Upload): Promise<{ code: "ok"; asset: Asset } | PictureRefusal> {
    const picture = await makeVariants(file, type);
    if (picture.code !== "ok") return picture;
    for (const part of Object.keys(assetVariants) as AssetVariant[])
      await this.#files.with(async (made) => {
        await writeFile(made, picture.variants[part], { flag: "wx" });
        await this.#store.put({ id, part }, made);
      });
    await this.#store.put({ id, part: "original" }, file);
    const asset: Asset = { id, ...picture.size, type, bytes };
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .insertInto("asset")
        .values({
          ...asset,
          variant_type: picture.variantType,
          created_by: personId,
          created_at: Date.now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    );
    return { code: "ok", asset };
  }
}

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
    for await (const chunk of content as AsyncIterable<Buffer>) {
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
