import { buffer } from "node:stream/consumers";
import type { ArticleContent } from "../../src/domain/article/content.ts";
import { type ExportPicture, shownMedia } from "../../src/domain/export/index.ts";
import { type AssetVariant, assetVariants } from "../../src/domain/protocol/api.ts";
import type { Assets, PictureAsset } from "../assets/Assets.ts";
import { variantSize } from "../assets/variantSize.ts";

/** More than this embedded in one page would be too much for one string; the zip takes any number of pictures. */
const maxEmbeddedBytes = 32 * 1024 * 1024;
/** What all figures come to in one page, as much as the largest article: one may be shown many times, with its words. */
const maxFigureCharacters = 16 * 1024 * 1024;
/** A figure without its words and pictures, at most. */
const markupCharacters = 1000;

/** A picture of the article with the files it is exported as, smallest first, no size twice. */
export interface PictureFiles {
  /** Whose figures show it, in print order. */
  media: string[];
  asset: PictureAsset;
  files: { variant: AssetVariant; width: number; height: number; path: string }[];
}

/** The pictures that the article shows and that are at hand, each once, in print order. */
export function pictureFiles(content: ArticleContent, name: string, assets: Assets): PictureFiles[] {
  const stem = /^[a-z0-9-]+$/.test(name) ? name : "picture";
  const pictures: PictureFiles[] = [];
  for (const [id, media] of mediaByAsset(content)) {
    const asset = assets.info(id);
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

function mediaByAsset(content: ArticleContent): Map<string, string[]> {
  const byAsset = new Map<string, string[]>();
  for (const media of shownMedia(content)) {
    const id = content.media[media]?.asset;
    if (!id) continue;
    const known = byAsset.get(id);
    if (known) known.push(media);
    else byAsset.set(id, [media]);
  }
  return byAsset;
}

/** How often each figure is printed, by media id. */
export function timesShown({ body, details }: ArticleContent): Map<string, number> {
  const times = new Map<string, number>();
  const count = (media: string): void => void times.set(media, (times.get(media) ?? 0) + 1);
  if (details.leadMedia !== null) count(details.leadMedia);
  for (const block of body) if (block.kind === "figure") count(block.media);
  return times;
}

/** True when all figures together are more than one file should hold, whatever their pictures. */
export function tooManyFigures({ media }: ArticleContent, times: ReadonlyMap<string, number>): boolean {
  let characters = 0;
  for (const [id, count] of times) {
    const entry = Object.hasOwn(media, id) ? media[id] : undefined;
    if (!entry) continue;
    const { caption, credit, source, alt } = entry;
    const words = caption.length + credit.length + source.length + alt.length;
    characters += count * (markupCharacters + words);
  }
  return characters > maxFigureCharacters;
}

type AddressOf = (picture: PictureFiles, file: PictureFiles["files"][number]) => string;

/** The pictures under addresses; by default, as files beside the page. */
export function linkedPictures(
  pictures: readonly PictureFiles[],
  address: AddressOf = (_picture, { path }) => path,
): Record<string, ExportPicture> {
  const linked: Record<string, ExportPicture> = {};
  for (const picture of pictures) {
    const { media, files } = picture;
    const largest = files.at(-1);
    if (!largest) continue;
    const { width, height } = largest;
    const href = address(picture, largest);
    const sizes = files.map((file) => ({ href: address(picture, file), width: file.width }));
    for (const id of media) linked[id] = { width, height, href, sizes };
  }
  return linked;
}

/** The pictures inside the page; null when they are too many for that. Throws once nobody waits for them any more. */
export async function embeddedPictures(
  pictures: readonly PictureFiles[],
  times: ReadonlyMap<string, number>,
  assets: Assets,
  over: AbortSignal,
): Promise<Record<string, ExportPicture> | null> {
  const embedded: Record<string, ExportPicture> = {};
  let bytes = 0;
  // One after the other: all at once would hold every file open and in memory twice.
  for (const { media, asset } of pictures) {
    over.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop
    const file = await assets.variant(asset.id, "large");
    if (!file) continue;
    // oxlint-disable-next-line no-await-in-loop
    const content = await buffer(file.content);
    const href = `data:${file.type};base64,${content.toString("base64")}`;
    for (const id of media) {
      bytes += href.length * (times.get(id) ?? 0);
      embedded[id] = { width: file.width, height: file.height, href };
    }
    if (bytes > maxEmbeddedBytes) return null;
  }
  return embedded;
}
