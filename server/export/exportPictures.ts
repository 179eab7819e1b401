import { buffer } from "node:stream/consumers";
import type { ArticleContent } from "../../src/domain/article/content.ts";
import { type ExportPicture, shownMedia } from "../../src/domain/export/index.ts";
import { type AssetVariant, assetVariants } from "../../src/domain/protocol/api.ts";
import type { Assets, PictureAsset } from "../assets/Assets.ts";
import { variantSize } from "../assets/variantSize.ts";

/** More than this embedded in one page would be too much for one string; the zip takes any number of pictures. */
const maxEmbeddedBytes = 32 * 1024 * 1024;

/** A picture of the article with the files it is exported as, smallest first, no size twice. */
export interface PictureFiles {
  media: string;
  asset: PictureAsset;
  files: { variant: AssetVariant; width: number; height: number; path: string }[];
}

/** The pictures that the article shows and that are at hand, in print order. */
export function pictureFiles(content: ArticleContent, name: string, assets: Assets): PictureFiles[] {
  const stem = /^[a-z0-9-]+$/.test(name) ? name : "picture";
  const pictures: PictureFiles[] = [];
  for (const media of shownMedia(content)) {
    const id = content.media[media]?.asset;
    const asset = id ? assets.info(id) : null;
    if (!asset) continue;
    const number = pictures.length + 1;
    const extension = asset.variantType === "image/webp" ? "webp" : "jpg";
    const byWidth = new Map<number, PictureFiles["files"][number]>();
    // Larger ones last: where a small original makes several variants alike, the largest stands for them.
    for (const variant of Object.keys(assetVariants) as AssetVariant[]) {
      const size = variantSize(asset, variant);
      const path = `pictures/${stem}-${number}-${size.width}.${extension}`;
      byWidth.set(size.width, { variant, ...size, path });
    }
    pictures.push({ media, asset, files: [...byWidth.values()] });
  }
  return pictures;
}

/** The pictures as files beside the page. */
export function linkedPictures(pictures: readonly PictureFiles[]): Record<string, ExportPicture> {
  const linked: Record<string, ExportPicture> = {};
  for (const { media, files } of pictures) {
    const largest = files.at(-1);
    if (!largest) continue;
    const { width, height, path: href } = largest;
    linked[media] = {
      width,
      height,
      href,
      sizes: files.map((file) => ({ href: file.path, width: file.width })),
    };
  }
  return linked;
}

/** The pictures inside the page; null when they are too many for that. */
export async function embeddedPictures(
  pictures: readonly PictureFiles[],
  assets: Assets,
): Promise<Record<string, ExportPicture> | null> {
  const embedded: Record<string, ExportPicture> = {};
  const known = new Map<string, ExportPicture>();
  let bytes = 0;
  for (const { media, asset } of pictures) {
    let picture = known.get(asset.id);
    if (!picture) {
      // One after the other: all at once would hold every file open and in memory twice.
      // oxlint-disable-next-line no-await-in-loop
      const file = await assets.variant(asset.id, "large");
      if (!file) continue;
      // oxlint-disable-next-line no-await-in-loop
      const content = await buffer(file.content);
      const href = `data:${file.type};base64,${content.toString("base64")}`;
      picture = { width: file.width, height: file.height, href };
      known.set(asset.id, picture);
    }
    bytes += picture.href.length;
    if (bytes > maxEmbeddedBytes) return null;
    embedded[media] = picture;
  }
  return embedded;
}
