import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { countText, createArticleCounter, readingMinutes, wordsPerMinute } from "./counts.ts";
import { addMedia, bodyText, detailsMap, fieldText, mediaText } from "./document.ts";
import { newDivider, newFigure, newTerminator } from "./flatText.ts";
import { articleFromTemplate } from "./template.ts";

describe("words", () => {
  it.each([
    ["", 0],
    ["   \n\t", 0],
    ["Donaudampfschifffahrtsgesellschaft", 1],
    ["Die Kosten-Nutzen-Rechnung der SBB", 4],
    ["«Ja», sagt sie, «und ‹nein›.»", 5],
    ["Er zahlte 1'284 Franken, 1’284 oder 3,2 Prozent", 8],
    ["10\u202f000 Menschen, 1\u00a0234\u00a0567 Stimmen", 4],
    ["Die Fähre – sie fährt – kommt", 5],
    ["Die Fähre—sie fährt", 4],
    ["• Punkt\n• Punkt", 2],
    ["Siehe https://www.example.org/a-b?c=1&d=2#e.", 2],
    ["am 20. August 2024, 18:36 Uhr", 6],
    ["z. B. und/oder", 3],
    ["Wort\u00adtren\u00adnung", 1],
    ["Zeile eins\nZeile zwei", 4],
    ["\u200eeins\u200f \u200e zwei", 2],
    ["zwei\ufeffteilig \u3164", 1],
    ["😀 👍🏽 …", 0],
    ["Москва, Αθήνα, 東京", 3],
  ])("%j", (text, words) => expect(countText(text).words).toBe(words));
});

describe("characters", () => {
  it.each([
    ["", 0, 0],
    ["Zürich", 6, 6],
    ["Zu\u0308rich", 6, 6],
    ["a b  c", 6, 3],
    ["10\u202f000 m", 8, 6],
    ["eins\nzwei\r\n\ndrei", 12, 12],
    ["🇨🇭 👩‍👧 👍🏽", 5, 3],
    ["Wort\u00adtrennung\u200b", 12, 12],
    ["\u200eab\u200f", 2, 2],
    ["\u202aa\u202c \u2066b\u2069\u061c\u034f", 3, 2],
    ["\u200d\ufe0f\u115f\u3164\u{e0041}", 0, 0],
    ["❤️ a\u200cb", 4, 3],
    ["«Grüezi» – ‹ja›…", 16, 14],
  ])("%j", (text, characters, charactersWithoutSpaces) =>
    expect(countText(text)).toMatchObject({ characters, charactersWithoutSpaces }),
  );
});

const texts = fc.string({
  unit: fc.constantFrom(...Array.from("aZ9ü«» \n–—-'.👍"), "e\u0301", "👩‍👧", "\u00ad", "\u200e", "\u202f"),
});
const graphemes = new Intl.Segmenter();

describe("any text", () => {
  it("counts what one sees, whichever way it is counted", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { words, characters, charactersWithoutSpaces } = countText(text);
        const seen = text
          .replace(/[\u00ad\u200e]/g, "")
          .split("\n")
          .flatMap((line) => [...graphemes.segment(line)].map(({ segment }) => segment));
        expect(characters).toBe(seen.length);
        expect(charactersWithoutSpaces).toBe(seen.filter((segment) => segment.trim() !== "").length);
        expect(words).toBeLessThanOrEqual(charactersWithoutSpaces);
      }),
    );
  });

  it("is the sum of its lines", () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const [one, other, both] = [countText(a), countText(b), countText(`${a}\n${b}`)];
        expect(both).toEqual({
          words: one.words + other.words,
          characters: one.characters + other.characters,
          charactersWithoutSpaces: one.charactersWithoutSpaces + other.charactersWithoutSpaces,
        });
      }),
    );
  });
});

describe("an article", () => {
  const picture = { caption: "Die Fähre", credit: "Foto: Keystone", source: "Agentur", alt: "Ein Schiff" };
  const article = (): Y.Doc => {
    const doc = new Y.Doc();
    const paragraph = (text: string) =>
      ({ kind: "text", style: "paragraph", runs: [{ text }, { text: "!", bold: true }] }) as const;
    Y.applyUpdate(
      doc,
      articleFromTemplate({
        language: "de-CH",
        section: "News › International",
        fields: {
          kicker: "Nordinsel",
          headline: "Streit um die Fähre",
          lead: "Erste Zeile\nzweite",
          byline: "Von Anna",
          dateline: "Bern",
          source: "sda",
          contact: "redaktion@example.org",
        },
        leadPicture: { id: "lead", asset: "a".repeat(64), ...picture },
        body: [
          paragraph("Ein Satz"),
          { kind: "figure", id: "middle", asset: "b".repeat(64), ...picture, caption: "Am Pier" },
          paragraph("Noch ein Satz"),
        ],
      }),
    );
    return doc;
  };

  it("is headline, kicker, lead and body; captions stand apart", () => {
    const { article: whole, parts, captions } = createArticleCounter()(article());
    expect(parts.kicker).toEqual({ words: 1, characters: 9, charactersWithoutSpaces: 9 });
    expect(parts.headline).toEqual({ words: 4, characters: 19, charactersWithoutSpaces: 16 });
    expect(parts.lead).toEqual({ words: 3, characters: 17, charactersWithoutSpaces: 16 });
    expect(parts.body).toEqual({ words: 5, characters: 23, charactersWithoutSpaces: 20 });
    expect(whole).toEqual({ words: 13, characters: 68, charactersWithoutSpaces: 61 });
    expect(captions).toEqual({ words: 4, characters: 16, charactersWithoutSpaces: 14 });
  });

  it("leaves out what is not shown: deleted blocks, copies of a figure, removed pictures", () => {
    const doc = article();
    const before = createArticleCounter()(doc);
    const body = bodyText(doc);
    const gone = newTerminator("paragraph", 0);
    body.insertEmbed(body.length, gone);
    gone.set("gone", true);
    body.insertEmbed(body.length, newDivider());
    body.insertEmbed(body.length, newFigure({ id: "f-middle", media: "middle", moves: 0 }));
    expect(createArticleCounter()(doc)).toEqual(before);
    detailsMap(doc).delete("leadMedia");
    expect(createArticleCounter()(doc).captions.words).toBe(2);
  });

  it("counts the same when it counts again as when it counts anew, and writes nothing", () => {
    const edit = fc.record({
      into: fc.constantFrom("headline", "kicker", "lead", "body", "caption"),
      at: fc.nat(),
      text: texts,
      remove: fc.nat(6),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const doc = article();
        addMedia(doc, "new", "c".repeat(64));
        const counted = createArticleCounter();
        counted(doc);
        for (const { into, at, text, remove, ends } of edits) {
          const target =
            into === "body"
              ? bodyText(doc)
              : into === "caption"
                ? (mediaText(doc, "lead", "caption") as Y.Text)
                : fieldText(doc, into);
          const place = at % (target.length + 1);
          target.delete(place, Math.min(remove, target.length - place));
          if (text !== "") target.insert(place, text);
          if (ends && into === "body") target.insertEmbed(place, newTerminator("quote", 0));
          const vector = Y.encodeStateVector(doc);
          expect(counted(doc)).toEqual(createArticleCounter()(doc));
          expect(Y.encodeStateVector(doc)).toEqual(vector);
        }
      }),
      { numRuns: 30 },
    );
  });
});

it("reading takes a begun minute as one", () => {
  expect([0, 1, wordsPerMinute, wordsPerMinute + 1].map(readingMinutes)).toEqual([0, 1, 1, 2]);
});
