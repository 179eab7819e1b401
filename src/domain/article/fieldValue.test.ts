import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { recordCopies } from "./copies.ts";
import { addMedia, bodyText, fieldText, mediaText } from "./document.ts";
import { fieldValue, observeField } from "./fieldValue.ts";
import { readArticle } from "./readArticle.ts";

/** A word of the body that stands in the headline (rank 2), in a caption and in a text that no version shows. */
function movedTwice() {
  const doc = new Y.Doc();
  doc.clientID = 1;
  bodyText(doc).insert(0, "rot");
  bodyText(doc).delete(0, 3);
  addMedia(doc, "m", "0".repeat(64));
  const headline = fieldText(doc, "headline");
  const caption = mediaText(doc, "m", "caption") as Y.Text;
  const stranger = doc.getText("standfirst");
  const copyInto = (text: Y.Text, rank: number): void => {
    const copy = { client: 1, clock: Y.getState(doc.store, 1) };
    text.insert(0, "rot");
    recordCopies(doc, [{ copy, original: { client: 1, clock: 0 }, length: 3, rank }]);
  };
  copyInto(stranger, 9);
  copyInto(caption, 1);
  copyInto(headline, 2);
  return { doc, headline, caption };
}

describe("a field that hides words which stand in another text", () => {
  it("[M29] reads without them, as the article does, whatever a text holds that this version does not show", () => {
    const { doc, headline, caption } = movedTwice();
    expect([fieldValue(headline), fieldValue(caption)]).toEqual(["rot", ""]);
    const { fields, media } = readArticle(doc);
    expect([fields.headline, media.m?.caption]).toEqual(["rot", ""]);
    const stored = new Y.Doc();
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(doc));
    expect(readArticle(stored)).toEqual(readArticle(doc));
  });

  it("[M29] tells when they come to show because the other text lost them", () => {
    const { headline, caption } = movedTwice();
    const changed = vi.fn();
    const stop = observeField(caption, changed);
    headline.insert(0, "x");
    expect(changed).not.toHaveBeenCalled();
    headline.delete(0, 4);
    expect(changed).toHaveBeenCalled();
    expect(fieldValue(caption)).toBe("rot");
    stop();
    changed.mockClear();
    caption.insert(0, "y");
    headline.insert(0, "z");
    headline.delete(0, 1);
    expect(changed).not.toHaveBeenCalled();
  });
});
