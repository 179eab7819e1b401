import type * as Y from "yjs";
import { assetSize, mediaEntry, mediaText, type PictureSize } from "../../domain/article/document.ts";
import { type MediaFieldName, mediaFieldNames } from "../../domain/article/fields.ts";

/** A picture that a copied figure carries into another article of the same newsroom, whose store has its file. */
export interface CarriedPicture {
  asset: string;
  size: PictureSize | null;
  texts: Record<MediaFieldName, string>;
}

/** On a copied figure: JSON of the picture, and of the server that has its file. */
export const pictureAttribute = "data-picture";

/** What a copy carries of a media entry; null where there is no picture. */
export function carriedPicture(doc: Y.Doc, media: string): CarriedPicture | null {
  const entry = mediaEntry(doc, media);
  const asset = entry?.get("asset");
  if (!entry || typeof asset !== "string") return null;
  const texts = Object.fromEntries(
    mediaFieldNames.map((field) => [field, mediaText(doc, media, field)?.toString() ?? ""]),
  ) as CarriedPicture["texts"];
  return { asset, size: assetSize(entry), texts };
}
