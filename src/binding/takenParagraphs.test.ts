import { TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
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

  it("is told nothing once the caret is elsewhere, or one took it back by oneself", () => {
    const { a, b, caretTo } = writing(ids);
    caretTo(b, 0, 1);
    agree(a.remove(1), b);
    const own = writing(ids);
    own.b.undo();
    agree(own.b.remove(1), own.a);
    expect([b.lost, own.b.lost, own.a.lost]).toEqual([[], [], []]);
  });
});
