import type { Node } from "@tiptap/pm/model";
import { detailsMap, leadMedia } from "../../domain/article/document.ts";
import { insertBlock } from "../commands/atoms.ts";
import type { ArticleEditingValue } from "../editingContext.ts";
import { figureOf, idOfLed, leadKey, wordsBefore } from "./ArticlePictures.ts";

/** Has a picture of the body lead the article, or brings the lead picture to the start of the body. */
export function changePlace(editing: ArticleEditingValue, media: string): void {
  if (leadMedia(editing.doc) === media) moveLead(editing, 0);
  else makeLead(editing, { media });
}

/**
 * Brings the lead picture with its texts to a border between blocks of the body, a position of its document: one step of
 * the history.
 */
export function moveLead({ doc, undo, editors, pictures }: ArticleEditingValue, at: number): void {
  const { body } = editors.state.getState();
  const media = leadMedia(doc);
  if (!body || body.isDestroyed || media === null) return;
  const { view } = body;
  const after = wordsBefore(view.state.doc, at);
  undo.together(() => {
    view.dispatch(insertBlock(view.state.tr, at, figureOf(view, media, idOfLed(media))));
    undo.edit(() => detailsMap(doc).delete(leadKey));
  });
  pictures.tell({ media, place: "body", after, moved: true });
}

/** A figure of the body: the one with this id, or the first with this picture. */
interface BodyPicture {
  media: string;
  id?: string;
}

/**
 * Has a picture of the body lead the article, with its texts: one step of the history. A picture that led before takes
 * its place in the body.
 */
export function makeLead(
  { doc, undo, editors, pictures }: ArticleEditingValue,
  { media, id }: BodyPicture,
): void {
  const { body } = editors.state.getState();
  const led = leadMedia(doc);
  if (!body || body.isDestroyed || led === media) return;
  const { view } = body;
  const pos = figureAt(view.state.doc, { media, id });
  if (pos === null) return;
  undo.together(() => {
    const tr = view.state.tr.delete(pos, pos + 1);
    view.dispatch(led === null ? tr : insertBlock(tr, pos, figureOf(view, led, idOfLed(led))));
    undo.edit(() => pictures.setLead(media));
  });
  pictures.tell({ media, place: "lead", after: "", moved: true });
}

/** Where the figure stands in the body; null when it does not. */
function figureAt(body: Node, { media, id }: BodyPicture): number | null {
  let found: number | null = null;
  body.forEach(({ type, attrs }, pos) => {
    const isIt = type.name === "figure" && attrs.media === media && (id === undefined || attrs.id === id);
    if (found === null && isIt) found = pos;
  });
  return found;
}
