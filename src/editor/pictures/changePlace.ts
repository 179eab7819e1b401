import type { Node } from "@tiptap/pm/model";
import { detailsMap, leadMedia } from "../../domain/article/document.ts";
import { insertBlock } from "../commands/atoms.ts";
import type { ArticleEditingValue } from "../editingContext.ts";
import { figureOf, idOfLed, leadKey } from "./ArticlePictures.ts";

/**
 * Has a picture of the body lead the article, or brings the lead picture to the start of the body: with its texts, in one
 * step of the history. A picture that led before takes the place of the one that leads now.
 */
export function changePlace({ doc, undo, editors, pictures }: ArticleEditingValue, media: string): void {
  const { body } = editors.state.getState();
  if (!body || body.isDestroyed) return;
  const { view } = body;
  const led = leadMedia(doc);
  if (led === media) {
    undo.together(() => {
      view.dispatch(insertBlock(view.state.tr, 0, figureOf(view, media, idOfLed(media))));
      undo.edit(() => detailsMap(doc).delete(leadKey));
    });
    pictures.tell({ media, place: "body", after: "", moved: true });
    return;
  }
  const pos = figureAt(view.state.doc, media);
  if (pos === null) return;
  undo.together(() => {
    const tr = view.state.tr.delete(pos, pos + 1);
    view.dispatch(led === null ? tr : insertBlock(tr, pos, figureOf(view, led, idOfLed(led))));
    undo.edit(() => pictures.setLead(media));
  });
  pictures.tell({ media, place: "lead", after: "", moved: true });
}

/** Where the first figure with this picture stands in the body; null when none does. */
function figureAt(body: Node, media: string): number | null {
  let found: number | null = null;
  body.forEach((node, pos) => {
    if (found === null && node.type.name === "figure" && node.attrs.media === media) found = pos;
  });
  return found;
}
