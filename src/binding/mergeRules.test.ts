import type { Transaction } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { marksMap } from "../domain/article/document.ts";
import { bothOrders, meet, type Person, textBlock, twoPeople } from "./testing/people.ts";

/** The rules of RULES.md, each played in both orders of client ids. */
describe.each(bothOrders)("two people at once (client ids %i and %i)", (first, second) => {
  const ids = [first, second] as const;
  const open = (...texts: string[]) => twoPeople(ids, ...texts.map((text) => textBlock(text)));
  const agree = (a: Person, b: Person): string[] => {
    meet(a, b);
    expect(b.reads()).toEqual(a.reads());
    expect(a.sees()).toEqual(a.reads().map((line) => line.replaceAll("*", "")));
    expect(b.sees()).toEqual(a.sees());
    return a.reads();
  };
  const oneOf = (actual: string[], ...allowed: string[][]): void => expect(allowed).toContainEqual(actual);

  it("[M1] both type at one spot: both words stay whole, one after the other", () => {
    const { a, b } = open("eins");
    oneOf(agree(a.type(0, 2, "AA"), b.type(0, 2, "BB")), ["eiAABBns"], ["eiBBAAns"]);
  });

  it("[M2] one deletes words in which the other types: what was typed stays", () => {
    const { a, b } = open("eins zwei");
    expect(agree(a.erase(0, 0, 5), b.type(0, 2, "X"))).toEqual(["Xzwei"]);
  });

  it("[M3] both press Enter at one spot: one empty paragraph more", () => {
    const { a, b } = open("HalloWelt");
    expect(agree(a.split(0, 5), b.split(0, 5))).toEqual(["Hallo", "", "Welt"]);
  });

  it("[M4] one splits while the other types in the tail: the tail keeps it", () => {
    const { a, b } = open("HalloWelt");
    expect(agree(a.split(0, 5), b.type(0, 9, "!"))).toEqual(["Hallo", "Welt!"]);
  });

  it("[M5] one joins while the other types at the end: joined, with what was typed", () => {
    const { a, b } = open("eins", "zwei");
    expect(agree(a.join(1), b.type(1, 4, "!"))).toEqual(["einszwei!"]);
  });

  it("[M6] both join the same paragraphs; both take it back: joined once, parted once", () => {
    const { a, b } = open("eins", "zwei");
    expect(agree(a.join(1), b.join(1))).toEqual(["einszwei"]);
    expect(agree(a.undo(), b.undo())).toEqual(["eins", "zwei"]);
    expect(agree(a.redo(), b.redo())).toEqual(["einszwei"]);
  });

  it("[M7] one restyles while the other presses Enter at the end: the new paragraph keeps its own style", () => {
    const { a, b } = open("Titel");
    expect(agree(a.restyle(0, "heading"), b.split(0, 5).type(1, 0, "neu"))).toEqual([
      "heading: Titel",
      "neu",
    ]);
  });

  it("[M8] both restyle or indent one paragraph: one of the two wins whole, and the text is untouched", () => {
    const { a, b } = open("eins");
    oneOf(agree(a.restyle(0, "heading"), b.restyle(0, "quote")), ["heading: eins"], ["quote: eins"]);
    expect(agree(a.restyle(0, "bullet", 2), b.type(0, 4, "!"))).toEqual(["bullet +2: eins!"]);
  });

  it("[M9] one types into a paragraph the other deletes: the words stay in a paragraph of their own", () => {
    const { a, b } = open("eins", "zwei", "drei");
    expect(agree(a.remove(1), b.type(1, 2, "X"))).toEqual(["eins", "X", "drei"]);
    expect([a.told, b.told]).toEqual([[], [`deleted by ${first}`]]);
    expect(agree(a.undo(), b).map((line) => Array.from(line).sort().join(""))).toEqual([
      "eins",
      "Xeiwz",
      "deir",
    ]);
  });

  it("[M9] that holds too when the paragraphs around the deleted one are deleted later", () => {
    const { a, b } = twoPeople(
      ids,
      textBlock("eins"),
      textBlock("zwei"),
      textBlock("Titel", "heading"),
      textBlock("vier"),
      textBlock("fünf"),
    );
    a.remove(2).remove(1, 2);
    expect(agree(a, b.type(2, 5, "X").type(4, 0, "Y"))).toEqual(["eins", "heading: X", "Yfünf"]);
  });

  it("[M9] and when whoever deleted it writes a new one in its place", () => {
    const { a, b } = open("eins", "zwei", "drei");
    a.remove(1).split(0, 4).type(1, 0, "neu");
    expect(agree(a, b.type(1, 2, "X"))).toEqual(["eins", "neu", "X", "drei"]);
    const pasted = open("eins", "zwei", "drei");
    pasted.a.remove(1).pasteBlocks(0, 4, "!", "neu");
    expect(agree(pasted.a, pasted.b.type(1, 2, "X"))).toEqual(["eins!", "neu", "X", "drei"]);
    const moved = open("eins", "zwei", "drei");
    moved.a.remove(1).move(1, 1).move(0, 1).move(1, 0);
    expect(agree(moved.a, moved.b.type(1, 2, "X")).filter((line) => line === "X")).toEqual(["X"]);
  });

  it("[M9] one deletes a paragraph that only a figure ends, and the figure: what the other typed in it stays by itself", () => {
    const { a, b } = open("eins", "zwei", "drei");
    expect(agree(a.join(1), b.figure(1))).toEqual(["eins", "[figure]", "zwei", "drei"]);
    expect(agree(a.remove(0, 2), b.type(0, 2, "X").type(0, 5, "Y"))).toEqual(["XY", "zwei", "drei"]);
    expect(agree(a, b.erase(0, 0, 2))).toEqual(["", "zwei", "drei"]);
  });

  it("[M10] one types into a paragraph the other moves: it moves, and the words stay in a paragraph of their own", () => {
    const { a, b } = open("eins", "zwei", "drei");
    expect(agree(a.move(0, 3), b.type(0, 4, " X"))).toEqual([" X", "zwei", "drei", "eins"]);
    expect([a.told, b.told]).toEqual([[], [`moved by ${first}`]]);
  });

  it("[M11] both move the same paragraph: it stands once, at one of the two places", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    oneOf(
      agree(a.move(0, 2), b.move(0, 4)),
      ["zwei", "eins", "drei", "vier"],
      ["zwei", "drei", "vier", "eins"],
    );
  });

  it("[M11] a paragraph that was moved more often wins over one that was moved once", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    expect(agree(a.move(0, 2), b.move(0, 4).move(3, 3).move(3, 2))).toEqual(["zwei", "drei", "eins", "vier"]);
  });

  it("[M11] both move the same three paragraphs, or parts of them", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier", "fünf");
    const merged = agree(a.move(0, 4, 3), b.move(1, 5, 2));
    expect([...merged].sort()).toEqual(["drei", "eins", "fünf", "vier", "zwei"]);
  });

  it("[M11] both move two paragraphs between which a figure stood that two had moved", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    agree(a.figure(0), b);
    const merged = agree(a.moveFigure(0, 2), b.moveFigure(0, 4));
    // Where it gave way to the other's, it still stands unseen.
    if (merged[1] === "[figure]") agree(a.move(3, 0, 2), b.move(3, 2, 2));
    else agree(a.move(0, 3, 2), b.move(0, 5, 2));
    expect(a.reads().toSorted()).toEqual(["[figure]", "drei", "eins", "vier", "zwei"]);
  });

  it("[M12] what is typed into the copy that does not show stays, in a paragraph of its own", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    a.move(0, 2).type(1, 4, "AAA");
    b.move(0, 4).type(3, 4, "BBB");
    const merged = agree(a, b);
    const text = merged.join("");
    for (const word of ["eins", "zwei", "drei", "vier", "AAA", "BBB"])
      expect(text.split(word)).toHaveLength(2);
    expect(merged).toHaveLength(5);
  });

  it("[M13] both cut and paste the same paragraph: it stands once", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    oneOf(
      agree(a.cutBlock(0).paste(1), b.cutBlock(0).paste(2)),
      ["zwei", "eins", "drei", "vier"],
      ["zwei", "drei", "eins", "vier"],
    );
  });

  it("[M13] both cut and paste the same words: they stand once; who pastes twice has them twice", () => {
    const { a, b } = open("rot und blau", "zwei");
    oneOf(
      agree(a.cut(0, 0, 4).paste(1, 0), b.cut(0, 0, 4).paste(1, 4)),
      ["und blau", "rot zwei"],
      ["und blau", "zweirot "],
    );
    const one = open("rot und", "x").a.cut(0, 0, 4).paste(1, 0).paste(1, 0);
    expect(one.reads()).toEqual(["und", "rot rot x"]);
  });

  it("[M14] one moves a paragraph the other deletes: it stays where it was moved", () => {
    const { a, b } = open("eins", "zwei", "drei");
    expect(agree(a.move(0, 3), b.remove(0))).toEqual(["zwei", "drei", "eins"]);
  });

  it("[M14] whoever deletes a paragraph that two had moved deletes it for good", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    const merged = agree(a.move(0, 2), b.move(0, 4));
    expect(agree(a.remove(merged.indexOf("eins")), b)).toEqual(["zwei", "drei", "vier"]);
    expect(agree(a.undo(), b)).toEqual(merged);
  });

  it("[M15] one moves a paragraph the other splits or joins: no word twice, none lost", () => {
    const split = open("einszwei", "drei");
    expect(agree(split.a.move(0, 2), split.b.split(0, 4)).filter((line) => line !== "")).toEqual([
      "drei",
      "einszwei",
    ]);
    const join = open("eins", "zwei", "drei");
    expect(agree(join.a.move(1, 3), join.b.join(1)).join("")).toMatch(/^einsdreizwei$/);
  });

  it("[M16] one takes a move back while the other typed in it: the paragraph returns, the words stay", () => {
    const { a, b } = open("eins", "zwei", "drei");
    agree(a.move(0, 3), b);
    expect(agree(a.undo(), b.type(2, 2, "X"))).toEqual(["eins", "zwei", "drei", "X"]);
  });

  it("[M16] both take their moves back, and do them again: once, each time", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    const moved = agree(a.move(0, 2), b.move(0, 4));
    expect(agree(a.undo(), b.undo())).toEqual(["eins", "zwei", "drei", "vier"]);
    expect([...agree(a.redo(), b.redo())].sort()).toEqual([...moved].sort());
  });

  it("[M16] what a colleague deleted from a moved paragraph stays deleted when the move is taken back", () => {
    const { a, b } = open("eins", "zwei", "drei");
    agree(a.move(0, 3), b);
    agree(a, b.erase(2, 0, 2));
    expect(agree(a.undo(), b)).toEqual(["ns", "zwei", "drei"]);
  });

  it("[M17] a paragraph moves with its marks, and words one marks meanwhile are not lost", () => {
    const { a, b } = open("eins", "zwei", "drei");
    agree(a.bold(0, 0, 2), b);
    expect(agree(a.move(0, 3), b.bold(1, 0, 4))).toEqual(["*zwei*", "drei", "*ei*ns"]);
  });

  it("[M18] one pastes three paragraphs while the other splits there", () => {
    const { a, b } = open("vorhinten");
    const merged = agree(a.pasteBlocks(0, 3, "x", "y", "z"), b.split(0, 3));
    oneOf(
      merged,
      ["vorx", "y", "z", "hinten"],
      ["vorx", "y", "zhinten"],
      ["vor", "x", "y", "zhinten"],
      ["vorx", "y", "z", "", "hinten"],
    );
  });

  it("[M19] marks: the later one wins where both say something, everything else keeps its own", () => {
    const { a, b } = open("eins zwei");
    expect(agree(a.bold(0, 0, 4), b.type(0, 4, "X"))[0]).toMatch(/^\*eins(X\*|\*X) zwei$/);
    const two = open("eins zwei");
    expect(agree(two.a.bold(0, 0, 6), two.b.bold(0, 3, 9))).toEqual(["*eins zwei*"]);
  });

  it("[M19] a mark at the end of the article takes in nothing that the other writes below meanwhile", () => {
    const { a, b } = open();
    agree(a.type(0, 0, "eins zwei"), b);
    const merged = agree(a.bold(0, 5, 9), b.split(0, 9).type(1, 0, "drei"));
    expect(merged).toEqual(["eins *zwei*", "drei"]);
    const one = open().a.type(0, 0, "eins").bold(0, 0, 4);
    for (const letter of " zwei") one.type(0, one.editor.doc.textContent.length, letter);
    expect(one.reads()).toEqual(["*eins zwei*"]);
    expect(marksMap(one.doc).size).toBe(1);
  });

  it("[M20] one inserts a figure where the other types at the end of the paragraph above", () => {
    const { a, b } = open("eins", "zwei");
    expect(agree(a.figure(1), b.type(0, 4, "!"))).toEqual(["eins!", "[figure]", "zwei"]);
  });

  it("[M21] one inserts a figure while the other types at the start of the paragraph below: no letter is lost", () => {
    const { a, b } = open("eins", "zwei");
    oneOf(
      agree(a.figure(1), b.type(1, 0, "X")),
      ["eins", "[figure]", "Xzwei"],
      ["eins", "X", "[figure]", "zwei"],
    );
  });

  it("[M22] both move one figure, or one moves and the other deletes it: it stands once", () => {
    const { a, b } = open("eins", "zwei", "drei");
    agree(a.figure(1), b);
    const merged = agree(a.moveFigure(1, 0), b.moveFigure(1, 3));
    expect(merged.filter((line) => line === "[figure]")).toHaveLength(1);
    const at = merged.indexOf("[figure]");
    expect(
      agree(a.moveFigure(at, 0 === at ? 2 : 0), b.remove(at)).filter((l) => l === "[figure]"),
    ).toHaveLength(1);
  });

  it("[M23] both delete the same words and both take it back: they stand once, again and again", () => {
    const { a, b } = open("abcdef");
    expect(agree(a.erase(0, 1, 4), b.erase(0, 2, 5))).toEqual(["af"]);
    expect(agree(a.undo(), b.undo())).toEqual(["abcdef"]);
    expect(agree(a.redo(), b.redo())).toEqual(["af"]);
    expect(agree(a.undo(), b.undo())).toEqual(["abcdef"]);
    expect(agree(a.type(0, 6, "!"), b.erase(0, 0, 6))).toEqual(["!"]);
  });

  it("[M23] the same one after the other: what was typed between the letters stays between them", () => {
    const { a, b } = open("abcdef");
    agree(a.erase(0, 1, 5), b.erase(0, 1, 5));
    agree(a.undo().type(0, 3, "X"), b);
    expect(agree(a, b.undo())).toEqual(["abcXdef"]);
  });

  it("[M23] both delete a paragraph and both take it back: it stands once, with its style", () => {
    const { a, b } = twoPeople(ids, textBlock("eins"), textBlock("Titel", "heading"), textBlock("drei"));
    expect(agree(a.remove(1), b.remove(1))).toEqual(["eins", "drei"]);
    expect(agree(a.undo(), b.undo())).toEqual(["eins", "heading: Titel", "drei"]);
  });

  it("[M24] one joins and takes it back while the other restyles: the paragraph has a style it was given", () => {
    const { a, b } = twoPeople(ids, textBlock("Titel", "heading"), textBlock("zwei"));
    const merged = agree(a.join(1).undo(), b.restyle(0, "quote"));
    oneOf(merged, ["heading: Titel", "zwei"], ["quote: Titel", "zwei"]);
  });

  it("[M25] one takes back a paragraph in which the other wrote: the other's words stay in a paragraph of their own", () => {
    const { a, b } = open("eins", "drei");
    agree(
      a.act((tr) =>
        tr.insert(6, a.editor.state.schema.node("textblock", null, [a.editor.state.schema.text("zwei")])),
      ),
      b,
    );
    const made = a.reads().indexOf("zwei");
    agree(a, b.type(made, 2, "X"));
    expect(agree(a.undo(), b)).toEqual(["eins", "X", "drei"]);
  });

  it("[M25] the same after it was taken back and brought again before, be it pasted or typed", () => {
    const pasted = open("eins", "drei");
    const paragraph = (tr: Transaction): unknown => {
      const { schema } = pasted.a.editor.state;
      return tr.insert(6, schema.node("textblock", null, [schema.text("zwei")]));
    };
    agree(pasted.a.act(paragraph).undo().redo(), pasted.b);
    agree(pasted.a, pasted.b.type(1, 2, "X"));
    expect(agree(pasted.a.undo(), pasted.b)).toEqual(["eins", "X", "drei"]);
    const typed = open("eins", "drei");
    agree(typed.a.split(0, 4).type(1, 0, "zwei").undo().undo().redo().redo(), typed.b);
    agree(typed.a, typed.b.type(1, 2, "X"));
    expect(agree(typed.a.undo().undo(), typed.b)).toEqual(["eins", "X", "drei"]);
  });

  it("[M25] a join that is taken back and made again joins, whatever was taken back before", () => {
    const { a, b } = open("eins", "drei");
    agree(a.split(0, 4).type(1, 0, "zwei").undo().undo().redo().redo(), b);
    agree(a, b.type(1, 2, "X"));
    expect(agree(a.join(1).undo().redo(), b)).toEqual(["einszwXei", "drei"]);
  });

  it("[M26] one moves what the other deletes and takes back: it stands where it was moved to", () => {
    const { a, b } = open("eins", "zwei", "drei", "vier");
    expect(agree(a.move(0, 3), b.remove(0, 2).undo())).toEqual(["zwei", "drei", "eins", "vier"]);
    const words = open("rot und blau", "zwei");
    const { a: cutter, b: deleter } = words;
    expect(agree(cutter.cut(0, 0, 4).paste(1, 0), deleter.erase(0, 0, 7).undo())).toEqual([
      "und blau",
      "rot zwei",
    ]);
    expect(agree(cutter.erase(1, 0, 4), deleter)).toEqual(["und blau", "zwei"]);
  });

  it("[M27] one drags some of the words that the other cuts and pastes: each stands once", () => {
    const { a, b } = open("rot und blau", "zwei");
    a.cut(0, 0, 7);
    b.drag(0, 4, 9, 1, 4);
    const merged = agree(a.paste(1, 0), b).join("");
    expect(Array.from(merged).sort().join("")).toBe(Array.from("rot und blauzwei").sort().join(""));
    for (const word of ["rot ", "und", "zwei", "lau"]) expect(merged.split(word)).toHaveLength(2);
  });

  it("[M28] one joins two paragraphs between which the other puts a figure: it parts them again, the first without its style", () => {
    const { a, b } = twoPeople(ids, textBlock("eins", "bullet"), textBlock("zwei"));
    expect(agree(a.join(1), b.figure(1))).toEqual(["eins", "[figure]", "bullet: zwei"]);
  });

  describe("[M31] one takes words back and brings them again where the other goes on writing: no word is parted", () => {
    const begun = () => {
      const { a, b } = open("vorher ");
      agree(a.type(0, 7, "nachher"), b);
      expect(agree(a, b.type(0, 7, "b1"))).toEqual(["vorher b1nachher"]);
      return { a, b };
    };
    const whole = ["vorher b1b2b3nachher"];

    it("before the other hears of it", () => {
      const { a, b } = begun();
      expect(agree(a.undo().redo(), b.type(0, 9, "b2").type(0, 11, "b3"))).toEqual(whole);
    });

    it("each time after the other heard of it", () => {
      const { a, b } = begun();
      agree(a.undo(), b);
      agree(a, b.type(0, 9, "b2"));
      agree(a.redo(), b);
      agree(a.undo(), b.type(0, 11, "b3"));
      expect(agree(a.redo(), b)).toEqual(whole);
    });

    it("while the other has heard of the half of it", () => {
      const { a, b } = begun();
      agree(a.undo(), b);
      expect(agree(a.redo(), b.type(0, 9, "b2").type(0, 11, "b3"))).toEqual(whole);
    });

    it("in a text of one line", () => {
      const { a, b } = open("eins");
      agree(a.typeIn("headline", 0, "vorher nachher"), b);
      agree(a.eraseIn("headline", 7, 14), b.typeIn("headline", 7, "b1"));
      agree(a, b.typeIn("headline", 9, "b2"));
      agree(a.undo(), b.typeIn("headline", 11, "b3"));
      expect([a.line("headline"), b.line("headline")]).toEqual([whole[0], whole[0]]);
    });

    it("also where a sign of two units begins them", () => {
      const { a, b } = open("vorher ");
      agree(a.type(0, 7, "😀 nach"), b);
      agree(a, b.type(0, 7, "b1"));
      expect(agree(a.undo().redo(), b.type(0, 9, "b2"))).toEqual(["vorher b1b2😀 nach"]);
      agree(a.undo(), b);
      expect(agree(a.redo(), b)).toEqual(["vorher b1b2😀 nach"]);
    });
  });

  it("[M32] one brings back a paragraph where the other presses Enter and writes on: each stands by itself", () => {
    const { a, b } = open("eins", "zwei", "drei");
    agree(a.remove(1), b);
    const first = b.split(0, 4).type(1, 0, "neu");
    expect(agree(a.undo(), first)).toEqual(["eins", "neu", "zwei", "drei"]);
    agree(a.redo(), b);
    const second = b.split(1, 3).type(2, 0, "noch");
    expect(agree(a.undo(), second)).toEqual(["eins", "neu", "noch", "zwei", "drei"]);
  });
});
