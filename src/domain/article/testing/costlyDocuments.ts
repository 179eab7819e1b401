import * as Y from "yjs";
import { articleTexts, bodyText, copiesMap, detailsMap, marksMap, mediaMap } from "../document.ts";
import { newFigure, newTerminator } from "../flatText.ts";

/** Valid documents of some hundred kilobytes to 2 MB that any editor may write, each made to be slow to read. */

const writer = 777;

function written(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = writer;
  articleTexts(doc);
  doc.transact(() => write(doc));
  return Y.encodeStateAsUpdate(doc);
}

const next = (doc: Y.Doc): number => Y.getState(doc.store, writer);
/** Types into the body; the clock of the first letter. */
function typed(doc: Y.Doc, length: number, letter = "x", text = bodyText(doc)): number {
  const clock = next(doc);
  text.insert(text.length, letter.repeat(length));
  return clock;
}
const enter = (doc: Y.Doc, copy: number, original: number, length: number, rank: number): void =>
  void copiesMap(doc).set(`${writer}.${copy}`, [writer, original, length, rank]);

/** Each in the midst of the one before. */
const nestedMarks = (count: number): Uint8Array =>
  written((doc) => {
    const at = typed(doc, 2 * count);
    for (let i = 0; i < count; i++) {
      const name = ["bold", "italic", "link"][i % 3] as string;
      const value = name === "link" ? "https://example.org" : true;
      marksMap(doc).set(`${i + 1}.${writer}`, [
        name,
        value,
        writer,
        at + i,
        writer,
        at + 2 * count - i - 1,
        0,
      ]);
    }
  });

/** A unit that stands for one that stands for one that… */
const chainedCopies = (count: number): Uint8Array =>
  written((doc) => {
    const at = typed(doc, count);
    for (let i = 1; i < count; i++) enter(doc, at + i, at + i - 1, 1, 1);
  });

/** Whole texts, deleted or not, that stand for units each of which stands for another. */
const copiesOfCopies = (count: number, living: boolean): Uint8Array =>
  written((doc) => {
    const first = typed(doc, count);
    const second = typed(doc, count, "y");
    for (let i = 0; i < count; i++) enter(doc, second + i, first + count - 1 - i, 1, 1);
    const times = living ? 100 : count / 8;
    const third = typed(doc, count * times, "z");
    for (let i = 0; i < times; i++) enter(doc, third + count * i, second, count, 2 + i);
    if (!living) bodyText(doc).delete(2 * count, count * times);
  });

/** Copies that each stand for a little more of the original than the one before, in texts by turns. */
const staggeredCopies = (count: number, length: number, texts: number): Uint8Array =>
  written((doc) => {
    const original = typed(doc, count + length);
    for (let i = 0; i < count; i++) {
      const text = i % texts === 0 ? bodyText(doc) : doc.getText("lead");
      enter(doc, typed(doc, length, "y", text), original + i, length, i);
      // So that the pieces stay apart.
      if (i % texts === 0) text.insertEmbed(text.length, newTerminator("paragraph", 0));
    }
  });

/** Every second letter stands for another, and bold ends with each. */
const hiddenAmongMarks = (count: number): Uint8Array =>
  written((doc) => {
    const original = typed(doc, count);
    const copy = typed(doc, 2 * count);
    for (let i = 0; i < count; i++) {
      enter(doc, copy + 2 * i, original + i, 1, -1);
      marksMap(doc).set(`${i + 1}.${writer}`, [
        "bold",
        true,
        writer,
        copy + 2 * i,
        writer,
        copy + 2 * i + 1,
        1,
      ]);
      if (i % 2)
        marksMap(doc).set(`${i + 1}.${writer}`, [
          "bold",
          null,
          writer,
          copy + 2 * i,
          writer,
          copy + 2 * i + 1,
          1,
        ]);
    }
  });

/** One end of a paragraph, copied again and again. */
const rivalEnds = (count: number): Uint8Array =>
  written((doc) => {
    const body = bodyText(doc);
    const end = (): number => {
      const clock = next(doc);
      body.insertEmbed(body.length, newTerminator("paragraph", 0));
      return clock;
    };
    const first = end();
    for (let i = 0; i < count; i++) enter(doc, end(), first, 1, i);
  });

/** Words of each caption that stand for words of the body. */
const copiesInPictures = (count: number): Uint8Array =>
  written((doc) => {
    const original = typed(doc, count);
    for (let i = 0; i < count; i++) {
      const entry = new Y.Map<unknown>();
      const caption = new Y.Text();
      mediaMap(doc).set(`m${i}`, entry);
      entry.set("caption", caption);
      enter(doc, typed(doc, 1, "c", caption), original + i, 1, 1);
    }
  });

/** What is no address, and long to find out. */
const falseAddresses = (count: number): Uint8Array =>
  written((doc) => {
    const at = typed(doc, count);
    for (let i = 0; i < count; i++)
      marksMap(doc).set(`${i + 1}.${writer}`, [
        "link",
        `a@${".".repeat(2_000)}@`,
        writer,
        at + i,
        writer,
        at + i,
        1,
      ]);
  });

const emptyParagraphs = (count: number): Uint8Array =>
  written((doc) => {
    for (let i = 0; i < count; i++) bodyText(doc).insertEmbed(0, new Y.Map());
  });

const oddValues = (count: number): Uint8Array =>
  written((doc) => {
    detailsMap(doc).set("language", `de${"-ab".repeat(count)}`);
    detailsMap(doc).set("published", "2".repeat(count));
    detailsMap(doc).set("section", " \n".repeat(count));
    for (let i = 0; i < count / 10; i++)
      mediaMap(doc).set(`m${i}`, i % 2 ? "x" : new Y.Map([["asset", `${i}`]]));
  });

/** So many paragraphs of one letter; the clock of the first. */
function lettersInParagraphs(doc: Y.Doc, count: number): number {
  for (let i = 0; i < count; i++) {
    bodyText(doc).insertEmbed(0, new Y.Map());
    bodyText(doc).insert(0, "x");
  }
  return next(doc) - 1;
}

/** Marks over so many paragraphs. */
const wideMarks = (count: number): Uint8Array =>
  written((doc) => {
    const first = lettersInParagraphs(doc, count);
    for (const [i, name] of ["bold", "italic"].entries())
      marksMap(doc).set(`${i + 1}.${writer}`, [name, true, writer, first, -1, 0, 0]);
  });

/** One picture with long words, shown again and again. */
export const repeatedPicture = (figures: number, length: number, asset: string): Uint8Array =>
  written((doc) => {
    const entry = new Y.Map<unknown>();
    mediaMap(doc).set("m", entry);
    entry.set("asset", asset);
    const caption = new Y.Text();
    entry.set("caption", caption);
    caption.insert(0, "x".repeat(length));
    for (let i = 0; i < figures; i++)
      bodyText(doc).insertEmbed(0, newFigure({ id: `f${i}`, media: "m", moves: 0 }));
  });

/** A link of 2,000 letters over so many paragraphs. */
export const repeatedLink = (paragraphs: number): Uint8Array =>
  written((doc) => {
    const first = lettersInParagraphs(doc, paragraphs);
    const link = `https://example.org/${"y".repeat(2_000)}`;
    marksMap(doc).set(`1.${writer}`, ["link", link, writer, first, -1, 0, 0]);
  });

/** 44 bytes: an entry about 2^36 units, which one deleted piece claims to have been. */
// biome-ignore format: bytes
export const copyOfItself = Uint8Array.of(
  1, 2, 146, 33, 0, 40, 1, 6, 99, 111, 112, 105, 101, 115, 6, 52, 50, 52, 50, 46, 49, 1, 117, 4,
  125, 146, 66, 125, 1, 124, 81, 128, 0, 0, 125, 1, 0, 128, 128, 128, 128, 128, 2, 0,
);

/** The same within what clocks may be. */
const shiftedCopy = (): Uint8Array =>
  written((doc) => {
    const at = typed(doc, 1_000_000);
    enter(doc, at + 1, at, 999_999, 1);
  });

export const costlyDocuments: Record<string, () => Uint8Array> = {
  "a copy of itself": () => copyOfItself,
  "a copy that overlaps its original": shiftedCopy,
  "nested marks": () => nestedMarks(30_000),
  "wide marks": () => wideMarks(50_000),
  "chained copies": () => chainedCopies(30_000),
  "living copies of copies": () => copiesOfCopies(10_000, true),
  "deleted copies of copies": () => copiesOfCopies(20_000, false),
  "staggered copies": () => staggeredCopies(20_000, 60, 1),
  "staggered copies in two texts": () => staggeredCopies(20_000, 60, 2),
  "hidden letters among marks": () => hiddenAmongMarks(15_000),
  "rival ends": () => rivalEnds(15_000),
  "copies in pictures": () => copiesInPictures(8_000),
  "what is no address": () => falseAddresses(800),
  "empty paragraphs": () => emptyParagraphs(190_000),
  "odd values": () => oddValues(300_000),
};
