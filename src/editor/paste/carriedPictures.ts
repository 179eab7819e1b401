import type * as Y from "yjs";
import { assetSize, mediaEntry, mediaText, type PictureSize } from "../../domain/article/document.ts";
import { type MediaFieldName, mediaFieldNames } from "../../domain/article/fields.ts";
import { fieldValue } from "../../domain/article/fieldValue.ts";

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
    mediaFieldNames.map((field) => {
      const text = mediaText(doc, media, field);
      return [field, text ? fieldValue(text) : ""];
    }),
  ) as CarriedPicture["texts"];
  return { asset, size: assetSize(entry), texts };
}
