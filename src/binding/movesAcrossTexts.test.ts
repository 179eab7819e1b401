import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { articleFromTemplate } from "../domain/article/template.ts";
import { movesOf } from "./moves.ts";
import { bothOrders, type LineName, meet, Person, textBlock } from "./testing/people.ts";
import { bindingOf } from "./textBinding.ts";

const lines = ["headline", "lead", "caption"] as const;

/** The rule M29 of RULES.md, and what others become where words go from one text to another. */
describe.each(bothOrders)(
  "words that go from one text to another (client ids %i and %i)",
  (first, second) => {
    const start = (headline: string, ...body: string[]): Uint8Array =>
      articleFromTemplate({
        language: "de-CH",
        fields: { headline, lead: "Lead" },
        leadPicture: { id: "lead", asset: "0".repeat(64), caption: "Bild", credit: "", source: "", alt: "" },
        body: body.map((text) => textBlock(text)),
      });
    const open = (headline: string, ...body: string[]): { a: Person; b: Person } => {
      const bytes = start(headline, ...body);
      return { a: new Person(bytes, first), b: new Person(bytes, second) };
    };
    /** All texts of the article, after each person was found to be shown just that. */
    const agree = (...people: Person[]): Record<LineName | "body", string | string[]> => {
      meet(...people);
      const [all] = people.map((person) => {
        const reads = { body: person.reads(), ...readLines(person) };
        expect(reads).toEqual({ body: people[0]?.reads(), ...readLines(people[0] as Person) });
        expect(person.sees()).toEqual(person.reads().map((line) => line.replaceAll("*", "")));
        for (const name of lines) expect(person.seesLine(name)).toBe(person.line(name));
        const { doc } = person.editor;
        bindingOf(person.editor.state)?.refresh();
        expect(person.editor.doc.eq(doc)).toBe(true);
        return reads;
      });
      return all as Record<LineName | "body", string | string[]>;
    };
    const readLines = (person: Person) => Object.fromEntries(lines.map((name) => [name, person.line(name)]));
    const count = (all: ReturnType<typeof agree>, word: string): number =>
      Object.values(all).flat().join("|").split(word).length - 1;

    it("[M29] out of the body into the headline, and elsewhere in the body: once", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5);
      b.drag(0, 0, 4, 1, 4);
      const all = agree(a, b);
      expect(all.headline).toBe(first > second ? "Titelrot " : "Titel");
      expect(all.body).toEqual(["und blau", first > second ? "zwei" : "zweirot "]);
      expect(agree(a.typeIn("headline", 0, "Der "), b.type(1, 4, "!"))).toMatchObject(
        first > second
          ? { headline: "Der Titelrot " }
          : { headline: "Der Titel", body: ["und blau", "zwei!rot "] },
      );
    });

    it("[M29] out of the body into two other texts: once", () => {
      const { a, b } = open("Titel", "rot und blau");
      a.cut(0, 0, 4).pasteIn("headline", 0);
      b.cut(0, 0, 4).pasteIn("caption", 0);
      const all = agree(a, b);
      expect([all.headline, all.caption]).toEqual(
        first > second ? ["rot Titel", "Bild"] : ["Titel", "rot Bild"],
      );
      expect(all.body).toEqual(["und blau"]);
    });

    it("[M29] out of a field into the body, and into another field: once", () => {
      const { a, b } = open("rot und blau", "eins");
      a.cutIn("headline", 4, 8).paste(0, 4);
      b.cutIn("headline", 4, 8).pasteIn("lead", 4);
      const all = agree(a, b);
      expect(all.headline).toBe("rot blau");
      expect([all.body, all.lead]).toEqual(first > second ? [["einsund "], "Lead"] : [["eins"], "Leadund "]);
    });

    it("[M29] within a field, and out of it: once", () => {
      const { a, b } = open("rot und blau", "eins");
      a.cutIn("headline", 0, 4).pasteIn("headline", 8);
      b.cutIn("headline", 0, 4).paste(0, 0);
      const all = agree(a, b);
      expect(count(all, "rot ")).toBe(1);
      expect(all.headline).toBe(first > second ? "und blaurot " : "und blau");
    });

    it("[M29] several paragraphs become one line and are known all the same, their marks left behind", () => {
      const { a, b } = open("Titel", "eins ", "zwei", "drei");
      agree(a.bold(1, 0, 4), b);
      a.cutBlock(0).pasteIn("lead", 0);
      expect(agree(a, b.move(0, 3)).lead).toBe(first > second ? "eins Lead" : "Lead");
      const two = open("Titel", "eins", "zwei", "drei");
      two.a.cutBlock(0, 2).pasteIn("lead", 0);
      two.b.move(0, 3, 2);
      const all = agree(two.a, two.b);
      for (const word of ["eins", "zwei", "drei"]) expect(count(all, word)).toBe(1);
      expect(all.lead).toBe(first > second ? "eins zweiLead" : " Lead");
    });

    it("[M29] moved more often wins, into whatever text", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5).cutIn("headline", 5, 9).pasteIn("lead", 4);
      b.drag(0, 0, 4, 1, 4);
      expect(agree(a, b)).toMatchObject({ headline: "Titel", lead: "Leadrot ", body: ["und blau", "zwei"] });
    });

    it("[M29] what is typed into the copy that does not show stays where it was typed", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5).typeIn("headline", 7, "AAA");
      b.drag(0, 0, 4, 1, 4).type(1, 6, "BBB");
      const all = agree(a, b);
      expect(all).toMatchObject(
        first > second
          ? { headline: "TitelroAAAt ", body: ["und blau", "zweiBBB"] }
          : { headline: "TitelAAA", body: ["und blau", "zweiroBBBt "] },
      );
    });

    it("[M10] what one types into a paragraph that goes into another text stays, and one is told that it moved", () => {
      const { a, b } = open("Titel", "eins", "zwei");
      a.cutBlock(0).pasteIn("headline", 5);
      expect(agree(a, b.type(0, 2, "X"))).toMatchObject({ headline: "Titeleins", body: ["X", "zwei"] });
      expect([a.told, b.told]).toEqual([[], [`moved by ${first}`]]);
    });

    it("[M29] one takes the move back: the words stand where the other moved them; both: at home", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.dragInto(0, 0, 4, "headline", 5);
      b.drag(0, 0, 4, 1, 4);
      agree(a, b);
      expect(agree(a.undo(), b)).toMatchObject({ headline: "Titel", body: ["und blau", "zweirot "] });
      expect(agree(a, b.undo())).toMatchObject({ headline: "Titel", body: ["rot und blau", "zwei"] });
      expect(count(agree(a.redo(), b.redo()), "rot ")).toBe(1);
      expect(agree(a.undo(), b.undo())).toMatchObject({ headline: "Titel", body: ["rot und blau", "zwei"] });
      const other = open("Titel", "rot und blau", "zwei");
      other.a.dragInto(0, 0, 4, "headline", 5);
      other.b.drag(0, 0, 4, 1, 4);
      agree(other.a, other.b);
      expect(agree(other.a, other.b.undo())).toMatchObject({
        headline: "Titelrot ",
        body: ["und blau", "zwei"],
      });
    });

    it("[M29] a cut and its paste are taken back one by one, and nothing stands twice on the way", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5);
      b.drag(0, 0, 4, 1, 4);
      agree(a, b);
      for (const step of [() => a.undo(), () => a.undo(), () => b.undo(), () => a.redo(), () => a.redo()]) {
        step();
        expect(count(agree(a, b), "rot ")).toBe(1);
      }
    });

    it("[M13] a cut without a paste deletes, a copy is a copy, and a second paste is one too", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      expect(agree(a.cut(0, 0, 4), b)).toMatchObject({ headline: "Titel", body: ["und blau", "zwei"] });
      a.pasteIn("headline", 5).pasteIn("lead", 4).paste(1, 4);
      expect(agree(a, b)).toMatchObject({
        headline: "Titelrot ",
        lead: "Leadrot ",
        body: ["und blau", "zweirot "],
      });
      const { a: copier, b: mover } = open("Titel", "rot und blau", "zwei");
      copier.copy(0, 0, 4).pasteIn("headline", 5);
      expect(agree(copier, mover.drag(0, 0, 4, 1, 4))).toMatchObject({
        headline: "Titelrot ",
        body: ["und blau", "zweirot "],
      });
    });

    it("[M14] whoever deletes the words that show deletes their hidden copies in all texts", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5);
      b.drag(0, 0, 4, 1, 4);
      const before = agree(a, b);
      if (first > second) b.eraseIn("headline", 5, 9);
      else a.erase(1, 4, 8);
      expect(agree(a, b)).toMatchObject({ headline: "Titel", body: ["und blau", "zwei"] });
      if (first > second) b.undo();
      else a.undo();
      expect(agree(a, b)).toEqual(before);
    });

    it("[M14] one moves words into the headline that the other deletes, or [M26] deletes and takes back", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4).pasteIn("headline", 5);
      expect(agree(a, b.erase(0, 0, 6))).toMatchObject({ headline: "Titelrot ", body: ["d blau", "zwei"] });
      expect(agree(a, b.undo())).toMatchObject({ headline: "Titelrot ", body: ["und blau", "zwei"] });
    });

    it("[M29] what is pasted over other words is moved whole, also where its letters stand there already", () => {
      const { a, b } = open("rosa Titel", "rot und blau", "zwei");
      a.cut(0, 0, 3).pasteIn("headline", 0, 4);
      b.drag(0, 0, 3, 1, 4);
      const all = agree(a, b);
      expect(all).toMatchObject(
        first > second
          ? { headline: "rot Titel", body: [" und blau", "zwei"] }
          : { headline: " Titel", body: [" und blau", "zweirot"] },
      );
    });

    it("[M27] only some of the words are moved elsewhere: letter by letter", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 7).pasteIn("headline", 5);
      b.drag(0, 4, 9, 1, 4);
      const all = agree(a, b);
      for (const word of ["rot ", "und", " b", "lau"]) expect(count(all, word)).toBe(1);
      expect(all.headline).toBe(first > second ? "Titelrot und" : "Titelrot ");
    });

    it("[M27] some are elsewhere already when the cut is pasted: those that the writer sees there are copies", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 7);
      agree(a, b.drag(0, 4, 9, 1, 4));
      const all = agree(a.pasteIn("headline", 5), b);
      expect(all).toMatchObject({ headline: "Titelrot und", body: ["lau", "zweiund b"] });
    });

    it("[M13] a cut that the clipboard brings to another page is the same words; a forged one is nothing", () => {
      const { a, b } = open("Titel", "rot und blau", "zwei");
      a.cut(0, 0, 4);
      const reloaded = new Person(Y.encodeStateAsUpdate(a.doc), 3);
      const stored = movesOf(a.doc).lastCut;
      movesOf(reloaded.doc).bringCut(stored);
      for (const forged of [
        "",
        "{",
        "null",
        "[]",
        '{"tokens":"a","runs":[],"seams":[]}',
        stored.replace("[[0", "[[7"),
      ])
        movesOf(reloaded.doc).bringCut(forged);
      // Letters that the document does not have.
      movesOf(reloaded.doc).bringCut(stored.replace(/"runs":\[\[0,\d+/, '"runs":[[0,77'));
      reloaded.takeClipboardOf(a).pasteIn("headline", 5);
      const all = agree(reloaded, b.drag(0, 0, 4, 1, 4));
      expect(count(all, "rot ")).toBe(1);
    });

    it("[P1] a third person reads the same in whatever order the moves arrive, before and after", () => {
      const bytes = start("Titel", "rot und blau", "zwei");
      const { a, b } = { a: new Person(bytes, first), b: new Person(bytes, second) };
      const parts = (person: Person, act: () => unknown): Uint8Array[] => {
        const updates: Uint8Array[] = [];
        person.doc.on("update", (update: Uint8Array) => updates.push(update));
        act();
        return updates;
      };
      const ofA = parts(a, () => a.cut(0, 0, 4).pasteIn("headline", 5).typeIn("headline", 6, "x"));
      const ofB = parts(b, () => b.drag(0, 0, 4, 1, 4).type(1, 5, "y"));
      const all = agree(a, b);
      for (const order of [[...ofA, ...ofB], [...ofB, ...ofA], [...ofB, ...ofA].reverse()]) {
        const reader = new Person(bytes, 3);
        for (const name of lines) reader.line(name);
        for (const update of order) Y.applyUpdate(reader.doc, update, "network");
        expect(agree(reader)).toEqual(all);
      }
    });
  },
);
