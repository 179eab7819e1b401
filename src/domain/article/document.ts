import * as Y from "yjs";
import { type FieldName, type MediaFieldName, mediaFieldNames } from "./fields.ts";

/** Raised when what is stored changes its meaning; the server tells clients in its hello (see protocol/sync.ts). */
export const documentVersion = 1;

/** The names of the shared types in an article's document (fixed, docs/architecture.md). */
export const fieldText = (doc: Y.Doc, field: FieldName): Y.Text => doc.getText(field);
export const bodyText = (doc: Y.Doc): Y.Text => doc.getText("body");
export const mediaMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("media");
export const detailsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("details");
export const marksMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("marks");

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

/** Adds a media entry with empty texts. Call it inside the transaction that also shows the picture. */
export function addMedia(doc: Y.Doc, id: string, asset: string): void {
  const entry = new Y.Map<unknown>();
  entry.set("asset", asset);
  for (const field of mediaFieldNames) entry.set(field, new Y.Text());
  mediaMap(doc).set(id, entry);
}

/** The media id of the lead picture; null when none is set or its entry is gone. */
export function leadMedia(doc: Y.Doc): string | null {
  const id = detailsMap(doc).get("leadMedia");
  return typeof id === "string" && mediaEntry(doc, id) ? id : null;
}
