import { expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, fieldText } from "../domain/article/document.ts";
import { refusedWords } from "./refusedWords.ts";

/** A document with agreed words, and what `edit` adds to it as the updates that it makes. */
function refusedIn(agreed: (doc: Y.Doc) => void, edit: (doc: Y.Doc) => void): string {
  const doc = new Y.Doc();
  agreed(doc);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  edit(doc);
  return refusedWords(doc, updates);
}

it("gives words as they read, whatever order they were typed in", () => {
  const text = refusedIn(
    () => undefined,
    (doc) => {
      const headline = fieldText(doc, "headline");
      headline.insert(0, "Helo");
      headline.insert(2, "l");
      headline.insert(5, " 🌊");
    },
  );
  expect(text).toBe("Hello 🌊");
});

it("leaves out what was agreed or deleted, with a line for each stretch and each paragraph", () => {
  const text = refusedIn(
    (doc) => bodyText(doc).insert(0, "The river rises."),
    (doc) => {
      const body = bodyText(doc);
      body.insert(4, "big ");
      body.insert(body.length, " Fast.");
      body.insertEmbed(body.length, new Y.Map([["style", "paragraph"]]));
      body.insert(body.length, "Next");
      body.insert(0, "gone");
      body.delete(0, 4);
    },
  );
  expect(text).toBe("big \n Fast.\nNext");
});

it("finds captions, and says nothing for a deletion", () => {
  const caption = (doc: Y.Doc): void => {
    const entry = new Y.Map([["caption", new Y.Text("High water")]]);
    doc.getMap("media").set("m", entry);
  };
  expect(refusedIn(() => undefined, caption)).toBe("High water");
  expect(refusedIn(caption, (doc) => doc.getMap("media").delete("m"))).toBe("");
});

it("does not fail on bytes that are no update", () => {
  expect(refusedWords(new Y.Doc(), [new Uint8Array([255, 255, 3])])).toBe("");
});
