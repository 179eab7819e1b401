import { TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { placeOf } from "./paragraphPlace.ts";
import { enterStandIns, unitOf } from "./standIns.ts";
import { standAgain } from "./takenParagraphs.ts";
import { bothOrders, meet, type Person, textBlock, twoPeople } from "./testing/people.ts";

const agree = (a: Person, b: Person): string[] => {
  meet(a, b);
  expect(b.reads()).toEqual(a.reads());
  expect(b.sees()).toEqual(a.sees());
  return a.reads();
};

/** Somebody writes in the second of three paragraphs, and nothing of it is on its way. */
function writing(ids: [number, number]) {
  const { a, b } = twoPeople(ids, textBlock("eins"), textBlock("zwei"), textBlock("drei"));
  const caretTo = (person: Person, block: number, offset: number): Person =>
    person.act((tr) => tr.setSelection(TextSelection.create(tr.doc, person.at(block, offset))));
  caretTo(b, 1, 4).type(1, 4, " und hal");
  agree(a, b);
  return { a, b, caretTo };
}

describe.each(bothOrders)("whoever writes in a paragraph (client ids %i and %i)", (first, second) => {
  const ids: [number, number] = [first, second];

  it("[M9] is told when somebody deletes it, with nothing on its way", () => {
    const { a, b } = writing(ids);
    expect(agree(a.remove(1), b)).toEqual(["eins", "drei"]);
    expect([a.lost, b.lost, b.told]).toEqual([[], [first], []]);
  });

  it("is told when somebody deletes all its words, and the paragraph stays", () => {
    const { a, b } = writing(ids);
    expect(agree(a.erase(1, 0, 12), b)).toEqual(["eins", "", "drei"]);
    expect(b.lost).toEqual([null]);
  });

  it("is told of own words that stay, once", () => {
    const { a, b } = writing(ids);
    expect(agree(a.remove(1), b.type(1, 12, "ber"))).toEqual(["eins", "ber", "drei"]);
    expect([b.lost, b.told]).toEqual([[], [`deleted by ${first}`]]);
  });

  it("is told nothing where it moves, where others change a part of it or delete another one", () => {
    const { a, b } = writing(ids);
    agree(a.move(1, 0), b);
    const other = writing(ids);
    agree(other.a.erase(1, 0, 3), other.b);
    agree(other.a.remove(0), other.b);
    agree(other.a.join(1), other.b);
    expect([b.lost, b.told, other.b.lost, other.b.told]).toEqual([[], [], [], []]);
  });

  it("is known to have the caret in it only, where nothing was typed in it since", () => {
    const { a, b, caretTo } = writing(ids);
    const typed = writing(ids);
    agree(typed.a.remove(1), typed.b);
    caretTo(b, 0, 2);
    agree(a.remove(0), b);
    expect(b.lostWords.map(({ block, offset, typed }) => [block.textContent, offset, typed])).toEqual([
      ["eins", 2, false],
    ]);
    expect(typed.b.lostWords.map((lost) => lost.typed)).toEqual([true]);
  });

  it("is told nothing once the caret is elsewhere, or one took it back by oneself", () => {
    const { a, b, caretTo } = writing(ids);
    caretTo(b, 0, 1);
    agree(a.remove(1), b);
    const own = writing(ids);
    own.b.undo();
    agree(own.b.remove(1), own.a);
    expect([b.lost, own.b.lost, own.a.lost]).toEqual([[], [], []]);
  });

  /** What b lost: its words, and between which blocks it stood. */
  const lostOf = ({ lostWords, editor }: Person): string[] =>
    lostWords.map(({ block, end }) => {
      const { stands, at } = placeOf(editor.state, end);
      const there = stands ? editor.doc.nodeAt(at)?.textContent : undefined;
      const $at = editor.doc.resolve(at);
      const below = there === "" ? "stands" : ($at.nodeAfter?.textContent ?? "");
      return `${$at.nodeBefore?.textContent ?? ""}|${block.textContent}|${there ? `behind ${there}` : below}`;
    });

  /** Deletes from one place to another, as a selection does. */
  const cutOut = (person: Person, from: [number, number], to: [number, number]): Person =>
    person.act((tr) => tr.delete(person.at(...from), person.at(...to)));

  it("is told once, where somebody first empties it and then removes it", () => {
    const { a, b } = writing(ids);
    agree(a.erase(1, 0, 12), b);
    expect(lostOf(b)).toEqual(["eins|zwei und hal|stands"]);
    expect(agree(a.join(1), b)).toEqual(["eins", "drei"]);
    expect(lostOf(b)).toEqual(["eins|zwei und hal|drei"]);
    const other = writing(ids);
    agree(other.a.erase(1, 0, 12), other.b);
    agree(other.a.remove(1), other.b);
    expect(lostOf(other.b)).toEqual(["eins|zwei und hal|drei"]);
  });

  it("is told of all of it, where somebody deletes letter by letter", () => {
    const { a, b } = writing(ids);
    for (let length = 12; length > 0; length--) agree(a.erase(1, length - 1, length), b);
    agree(a.join(1), b);
    expect(lostOf(b)).toEqual(["eins|zwei und hal|drei"]);
  });

  it("is told of what one has written since", () => {
    const { a, b } = writing(ids);
    agree(a.erase(1, 4, 12), b);
    agree(b.type(1, 4, "mal"), a);
    agree(a.remove(1), b);
    expect(lostOf(b)).toEqual(["eins|zweimal|drei"]);
  });

  it("is told nothing where the paragraph is joined to another, but when that goes", () => {
    const { a, b } = writing(ids);
    agree(a.join(1), b);
    agree(a.erase(0, 0, 2), b);
    expect(lostOf(b)).toEqual([]);
    expect(agree(a.remove(0), b)).toEqual(["drei"]);
    expect(lostOf(b)).toEqual(["|einszwei und hal|drei"]);
  });

  it("is told where it goes with others, in whatever way", () => {
    const alone = writing(ids);
    expect(agree(alone.a.remove(0, 3), alone.b)).toEqual([""]);
    expect(lostOf(alone.b)).toEqual(["|zwei und hal|"]);
    const first = writing(ids);
    agree(first.a.remove(0, 2), first.b);
    expect(lostOf(first.b)).toEqual(["|zwei und hal|drei"]);
    const last = writing(ids);
    agree(last.a.remove(1, 2), last.b);
    expect(lostOf(last.b)).toEqual(["eins|zwei und hal|"]);
    const all = writing(ids);
    agree(cutOut(all.a, [0, 0], [2, 4]), all.b);
    expect(lostOf(all.b)).toEqual(["|zwei und hal|"]);
    const over = writing(ids);
    agree(cutOut(over.a, [0, 2], [2, 2]), over.b);
    expect(lostOf(over.b)).toEqual(["eiei|zwei und hal|"]);
    const above = writing(ids);
    agree(cutOut(above.a, [0, 2], [1, 12]), above.b);
    expect(lostOf(above.b)).toEqual(["|zwei und hal|behind ei"]);
    const below = writing(ids);
    agree(cutOut(below.a, [1, 0], [2, 2]), below.b);
    expect(lostOf(below.b)).toEqual(["eins|zwei und hal|ei"]);
  });

  it("is told where somebody writes something else in its place", () => {
    const { a, b } = writing(ids);
    agree(
      a.act((tr) => tr.insertText("X", a.at(1, 0), a.at(1, 12))),
      b,
    );
    expect(lostOf(b)).toEqual(["eins|zwei und hal|behind X"]);
  });

  it("is told once an input method has come to its end, where that composed in it", async () => {
    for (const steps of [[12], [12, 4]]) {
      const { a, b } = writing(ids);
      b.editor.composing = true;
      for (const [i, to] of steps.entries()) meet(a.erase(1, steps[i + 1] ?? 0, to), b);
      meet(a.join(1), b);
      expect(b.lost).toEqual([]);
      b.editor.endComposition();
      await expect.poll(() => lostOf(b)).toEqual(["eins|zwei und hal|drei"]);
      expect(b.sees()).toEqual(["eins", "drei"]);
    }
  });

  it.each([
    ["removed", (a: Person) => a.remove(1)],
    ["emptied", (a: Person) => a.erase(1, 0, 12)],
    ["emptied and removed", (a: Person) => a.erase(1, 0, 12).join(1)],
    ["deleted with its neighbour", (a: Person) => cutOut(a, [0, 2], [1, 12])],
  ])("gets back what was %s, and has it once when the other takes that back [M23]", (_what, remove) => {
    const { a, b } = writing(ids);
    const before = agree(a, b);
    agree(remove(a), b);
    const { block, units, end } = b.lostWords[0] as Person["lostWords"][number];
    const { stands, at } = placeOf(b.editor.state, end);
    const there = stands ? b.editor.doc.nodeAt(at) : null;
    const isEmpty = there?.content.size === 0;
    const start = isEmpty ? at : at + (there?.nodeSize ?? 0);
    b.act((tr) => (isEmpty ? tr.insert(at + 1, block.content) : tr.insert(start, block)));
    const to = start + 1 + block.content.size;
    enterStandIns(b.editor.state, start + 1, isEmpty ? to : to + 1, [
      ...units,
      ...(isEmpty ? [] : unitOf(end)),
    ]);
    agree(a, b);
    for (let steps = 0; steps < 2 && a.undoHistory.canUndo(); steps++) a.undo();
    expect(agree(a, b)).toEqual(before);
  });

  it("has nothing more to get back once it is there again", () => {
    for (const remove of [(a: Person) => a.remove(1), (a: Person) => a.erase(1, 0, 12)]) {
      const { a, b } = writing(ids);
      agree(remove(a), b);
      const [lost] = b.lostWords;
      expect(lost && standAgain(b.doc, lost.units)).toBe(false);
      agree(a.undo(), b);
      expect(lost && standAgain(b.doc, lost.units)).toBe(true);
    }
    const { a, b } = writing(ids);
    agree(a.cutBlock(1), b);
    expect(lostOf(b)).toEqual(["eins|zwei und hal|drei"]);
    agree(a.paste(0), b);
    expect(b.lostWords.map(({ units }) => standAgain(b.doc, units))).toEqual([true]);
  });
});
