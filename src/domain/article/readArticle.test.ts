import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, marksMap } from "./document.ts";
import { newTerminator } from "./flatText.ts";
import { resolveMarks, writeMarks } from "./marks.ts";
import { readArticle } from "./readArticle.ts";
import { articleFromTemplate } from "./template.ts";

const bodyOf = (doc: Y.Doc): unknown[] => readArticle(doc).body;

describe("reading an article", () => {
  it("gives back what the template held", () => {
    const doc = new Y.Doc();
    Y.applyUpdate(
      doc,
      articleFromTemplate({
        language: "de-CH",
        fields: { headline: "Titel", lead: "Zeile\nzwei" },
        section: "News › International",
        leadPicture: {
          id: "m1",
          asset: "a".repeat(64),
          caption: "Bild",
          credit: "© X",
          source: "Keystone",
          alt: "See",
        },
        body: [
          { kind: "text", style: "heading", runs: [{ text: "Kopf" }] },
          {
            kind: "text",
            style: "paragraph",
            runs: [
              { text: "fett", bold: true },
              { text: " normal " },
              { text: "Link", link: "https://example.org/" },
            ],
          },
        ],
      }),
    );
    const content = readArticle(doc);
    expect(content.fields).toMatchObject({ headline: "Titel", lead: "Zeile\nzwei", kicker: "" });
    expect(content.details).toMatchObject({
      leadMedia: "m1",
      section: "News › International",
      language: "de-CH",
    });
    expect(content.media.m1).toMatchObject({
      caption: "Bild",
      credit: "© X",
      source: "Keystone",
      alt: "See",
    });
    expect(content.body).toEqual([
      { kind: "text", style: "heading", indent: 0, runs: [{ text: "Kopf" }] },
      {
        kind: "text",
        style: "paragraph",
        indent: 0,
        runs: [
          { text: "fett", bold: true },
          { text: " normal " },
          { text: "Link", link: "https://example.org/" },
        ],
      },
    ]);
  });

  it("[P3] reads damaged documents without changing a byte", () => {
    const doc = new Y.Doc();
    const body = bodyText(doc);
    body.insert(0, "offen");
    body.insertEmbed(5, { kind: "figure", block: true, id: 7, media: null });
    body.insertEmbed(6, { kind: "poll", block: true });
    body.insertEmbed(7, { kind: "formula" });
    body.insert(8, "x");
    const end = new Y.Map<unknown>();
    body.insertEmbed(9, end);
    end.set("style", 12);
    end.set("indent", -4);
    marksMap(doc).set("no key", "no operation");
    marksMap(doc).set("1.1", ["bold", true, 99, 99, 99, 99, 0]);
    const before = Y.encodeStateAsUpdate(doc);
    expect(bodyOf(doc)).toEqual([
      { kind: "text", style: "paragraph", indent: 0, runs: [{ text: "offen" }] },
      { kind: "unknown", name: "figure" },
      { kind: "unknown", name: "poll" },
      { kind: "text", style: "paragraph", indent: 0, runs: [{ text: "x" }] },
    ]);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  it("hides a deleted block until somebody's words are in it, and all copies of a figure but the most moved", () => {
    const doc = new Y.Doc();
    const body = bodyText(doc);
    const end = newTerminator("paragraph", 0);
    body.insertEmbed(0, end);
    end.set("gone", true);
    body.insertEmbed(1, { kind: "figure", block: true, id: "f", media: "m", moves: 1 });
    body.insertEmbed(2, { kind: "figure", block: true, id: "f", media: "m", moves: 2 });
    expect(bodyOf(doc)).toEqual([{ kind: "figure", id: "f", media: "m" }]);
    body.insert(0, "meanwhile");
    expect(bodyOf(doc)[0]).toMatchObject({ runs: [{ text: "meanwhile" }] });
  });
});

describe("marks", () => {
  const text = (value: string): Y.Doc => {
    const doc = new Y.Doc();
    bodyText(doc).insert(0, value);
    return doc;
  };

  it("bold grows with typing at its end, a link does not", () => {
    const doc = text("abcdef");
    writeMarks(doc, [
      { name: "bold", value: true, from: 0, to: 2 },
      { name: "link", value: "https://example.org/", from: 4, to: 5 },
    ]);
    bodyText(doc).insert(5, "Y");
    bodyText(doc).insert(2, "X");
    expect(resolveMarks(doc)).toEqual([
      { from: 0, to: 3, marks: { bold: true } },
      { from: 5, to: 6, marks: { link: "https://example.org/" } },
    ]);
  });

  it("the later operation wins, and one that is covered leaves the map", () => {
    const doc = text("abcdef");
    writeMarks(doc, [{ name: "bold", value: true, from: 1, to: 5 }]);
    writeMarks(doc, [{ name: "bold", value: null, from: 2, to: 3 }]);
    expect(resolveMarks(doc).map((s) => [s.from, s.to])).toEqual([
      [1, 2],
      [3, 5],
    ]);
    writeMarks(doc, [{ name: "bold", value: true, from: 0, to: 6 }]);
    expect(resolveMarks(doc).map((s) => [s.from, s.to])).toEqual([[0, 6]]);
    expect(marksMap(doc).size).toBe(1);
  });

  it("concurrent operations give the same spans everywhere", () => {
    const a = text("abcdef");
    const b = new Y.Doc();
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    writeMarks(a, [{ name: "bold", value: true, from: 0, to: 4 }]);
    writeMarks(b, [{ name: "bold", value: null, from: 2, to: 6 }]);
    bodyText(b).insert(3, "zz");
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    expect(resolveMarks(a)).toEqual(resolveMarks(b));
  });

  it("never shows a dangerous address", () => {
    const doc = text("abc");
    writeMarks(doc, [{ name: "link", value: "javascript:alert(1)", from: 0, to: 3 }]);
    expect(resolveMarks(doc)).toEqual([]);
  });
});
