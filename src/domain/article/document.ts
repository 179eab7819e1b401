import "./yjsCosts.ts";
import * as Y from "yjs";
import { type FieldName, fieldNames, type MediaFieldName, mediaFieldNames } from "./fields.ts";

/** Raised when what is stored changes its meaning; the server tells clients in its hello (see protocol/sync.ts). */
export const documentVersion = 2;
/**
 * The lowest version that may write. Version 2 brought the map `copies`: a page of version 1 shows words that two
 * people moved twice, and its person would delete the wrong ones.
 */
export const oldestWriter = 2;

/** The names of the shared types in an article's document (fixed, docs/architecture.md). */
export const fieldText = (doc: Y.Doc, field: FieldName): Y.Text => doc.getText(field);
export const bodyText = (doc: Y.Doc): Y.Text => doc.getText("body");
export const mediaMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("media");
export const detailsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("details");
export const marksMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("marks");
/** Which units of the texts stand for others (copies.ts). */
export const copiesMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("copies");

/** The names of all of them. */
export const sharedTypeNames: ReadonlySet<string> = new Set([
  ...fieldNames,
  "body",
  "media",
  "details",
  "marks",
  "copies",
]);

/** The media entry of that id; null when it is missing or not a map. */
export function mediaEntry(doc: Y.Doc, id: string): Y.Map<unknown> | null {
  const entry = mediaMap(doc).get(id);
  return entry instanceof Y.Map ? entry : null;
}

/** One text of a media entry; null when the entry or the text is missing or of another type. */
export function mediaText(doc: Y.Doc, id: string, field: MediaFieldName): Y.Text | null {
  const text = mediaEntry(doc, id)?.get(field);
  return text instanceof Y.Text ? text : null;
}

/** Tells of a type whether it is a text that an article shows: the body, a field, or a text of a media entry. */
export function articleTexts(doc: Y.Doc): (type: unknown) => boolean {
  // Only once each was asked for do its units belong to it.
  const roots = new Set<unknown>([bodyText(doc), ...fieldNames.map((field) => fieldText(doc, field))]);
  const media = mediaMap(doc) as unknown;
  return (type) => {
    if (roots.has(type)) return true;
    if (!(type instanceof Y.Text) || type.parent?.parent !== media) return false;
    return (mediaFieldNames as readonly unknown[]).includes(type._item?.parentSub);
  };
}

/** Pixels of a picture, upright. */
export interface PictureSize {
  width: number;
  height: number;
}

/**
 * Makes the entry show another file. Its size stands beside it, so that a page keeps the picture's place before the
 * file is there; it names the file, since two people may replace one picture at the same time.
 */
export function setAsset(entry: Y.Map<unknown>, asset: string, size?: PictureSize): void {
  entry.set("asset", asset);
  if (size) entry.set("size", { asset, width: size.width, height: size.height });
}

/** No picture is that much longer than wide, or wider than long; who says so wants to break the page. */
const longestSide = 50;

/** The size of the file that the entry shows; null when nobody noted it, or nothing that a picture can have. */
export function assetSize(entry: Y.Map<unknown>): PictureSize | null {
  const noted = entry.get("size");
  if (typeof noted !== "object" || noted === null || !("asset" in noted)) return null;
  const { asset, width, height } = noted as Record<string, unknown>;
  if (asset !== entry.get("asset") || !isPixels(width) || !isPixels(height)) return null;
  return width > height * longestSide || height > width * longestSide ? null : { width, height };
}

const isPixels = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 1_000_000;

/** Adds a media entry with empty texts. Call it inside the transaction that also shows the picture. */
export function addMedia(doc: Y.Doc, id: string, asset: string, size?: PictureSize): void {
  const entry = new Y.Map<unknown>();
  setAsset(entry, asset, size);
  for (const field of mediaFieldNames) entry.set(field, new Y.Text());
  mediaMap(doc).set(id, entry);
}

/** The media id of the lead picture; null when none is set or its entry is gone. */
export function leadMedia(doc: Y.Doc): string | null {
  const id = detailsMap(doc).get("leadMedia");
  return typeof id === "string" && mediaEntry(doc, id) ? id : null;
}
