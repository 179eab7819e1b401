import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { detailsMap, fieldText } from "../domain/article/document.ts";
import { articleFromTemplate } from "../domain/article/template.ts";
import { fieldBinding } from "./fieldBinding.ts";
import { fieldSchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { meet, Person, textBlock, twoPeople } from "./testing/people.ts";

const open = (...texts: string[]): Person =>
  new Person(articleFromTemplate({ language: "de-CH", body: texts.map((text) => textBlock(text)) }), 1);

/** A person at the body and the headline; the focus is in the last text that was focused. */
function atTwoTexts() {
  const person = open("eins", "zwei");
  const focused: string[] = [];
  const text = fieldText(person.doc, "headline");
  const headline = new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text, undo: person.undoHistory })]);
  for (const [name, editor] of [
    ["body", person.editor],
    ["headline", headline],
  ] as const) {
    editor.focus = () => void focused.push(name);
    editor.hasFocus = () => focused.at(-1) === name;
  }
  return { person, headline, focused };
}

describe("marks under undo and redo", () => {
  const steps: [string, (person: Person) => void, string[]][] = [
    ["moved", (person) => person.move(1, 0), ["*zwei* drei", "eins"]],
    ["deleted", (person) => person.erase(1, 0, 9), ["eins", ""]],
    ["cut out as a whole", (person) => person.remove(1), ["eins"]],
    ["restyled and typed in", (person) => person.restyle(1, "quote").type(1, 2, "x"), []],
  ];

  it.each(steps)("go and come back alone after what they hold for was %s", (_name, change, yields) => {
    const person = open("eins", "zwei drei").bold(1, 0, 4);
    const bold = person.reads();
    change(person);
    if (yields.length > 0) expect(person.reads()).toEqual(yields);
    const changed = person.reads();
    for (let round = 0; round < 3; round++) {
      while (person.undoHistory.canUndo()) person.undo();
      expect(person.reads()).toEqual(["eins", "zwei drei"]);
      person.redo();
      expect(person.reads()).toEqual(bold);
      while (person.undoHistory.canRedo()) person.redo();
      expect(person.reads()).toEqual(changed);
    }
  });

  it("go and come back alone for a whole paragraph that was moved", () => {
    const person = open();
    person.type(0, 0, "Erster").split(0, 6).type(1, 0, "Zweiter").bold(1, 0, 7).move(1, 0);
    expect(person.reads()).toEqual(["*Zweiter*", "Erster"]);
    for (let round = 0; round < 3; round++) {
      expect(person.undo().reads()).toEqual(["Erster", "*Zweiter*"]);
      expect(person.undo().reads()).toEqual(["Erster", "Zweiter"]);
      expect(person.undo().reads()).toEqual(["Erster", ""]);
      expect(person.redo().reads()).toEqual(["Erster", "Zweiter"]);
      expect(person.redo().reads()).toEqual(["Erster", "*Zweiter*"]);
      expect(person.redo().reads()).toEqual(["*Zweiter*", "Erster"]);
    }
  });

  it("leave alone what a colleague chose for the words that came back", () => {
    const { a, b } = twoPeople([1, 2], textBlock("eins zwei"));
    a.bold(0, 0, 9).erase(0, 0, 9).undo();
    meet(a, b);
    b.unbold(0, 0, 9);
    b.bold(0, 5, 9);
    meet(a, b);
    expect(a.reads()).toEqual(["eins *zwei*"]);
    a.undo();
    meet(a, b);
    expect(a.reads()).toEqual(["eins *zwei*"]);
    expect(b.reads()).toEqual(a.reads());
  });
});

describe("focus and selection", () => {
  it("go to the text that a step was made in, for redo as for undo", () => {
    const { person, headline, focused } = atTwoTexts();
    headline.focus();
    headline.dispatch(headline.state.tr.insertText("Titel", 0));
    person.editor.focus();
    person.editor.dispatch(
      person.editor.state.tr.setSelection(
        TextSelection.create(person.editor.doc, person.at(1, 1), person.at(1, 3)),
      ),
    );
    person.act((tr) => tr.deleteSelection());
    expect(person.reads()).toEqual(["eins", "zi"]);
    headline.focus();
    person.undo();
    expect(focused.at(-1)).toBe("body");
    const { from, to } = person.editor.state.selection;
    expect(person.editor.doc.textBetween(from, to)).toBe("we");
    person.undo();
    expect(focused.at(-1)).toBe("headline");
    person.editor.focus();
    person.redo();
    expect([focused.at(-1), headline.state.selection.head]).toEqual(["headline", 5]);
    person.redo();
    expect([focused.at(-1), person.editor.state.selection.head]).toEqual(["body", person.at(1, 1)]);
  });

  it("select a picture again that was removed or moved", () => {
    const { person } = atTwoTexts();
    person.figure(1);
    const select = (block: number): void => {
      const { tr, doc } = person.editor.state;
      person.editor.dispatch(tr.setSelection(NodeSelection.create(doc, person.at(block, 0) - 1)));
    };
    const selected = (): string => {
      const { selection } = person.editor.state;
      return selection instanceof NodeSelection ? selection.node.type.name : "text";
    };
    select(1);
    person.act((tr) => tr.deleteSelection());
    expect(selected()).toBe("text");
    person.undo();
    expect(selected()).toBe("figure");
    person.moveFigure(1, 0);
    select(0);
    person.undo();
    expect([selected(), person.sees()]).toEqual(["figure", ["eins", "[figure]", "zwei"]]);
  });

  it("go to what is no text by the way that its edit names, and nowhere without one", () => {
    const { person, headline, focused } = atTwoTexts();
    headline.focus();
    headline.dispatch(headline.state.tr.insertText("Titel", 0));
    const details = detailsMap(person.doc);
    const focus = (): void => void focused.push("section");
    for (const typed of ["N", "Ne", "New"])
      person.undoHistory.edit(() => details.set("section", typed), { goesOn: "section", focus });
    person.undoHistory.edit(() => details.set("targetLength", 900));
    person.undoHistory.edit(() => details.set("section", "News"), { goesOn: "section", focus });
    person.undo();
    expect([details.get("section"), focused.at(-1)]).toEqual(["New", "section"]);
    person.editor.focus();
    person.undo();
    expect([details.get("targetLength"), focused.at(-1)]).toEqual([undefined, "body"]);
    person.undo();
    expect([details.get("section"), focused.at(-1)]).toEqual([undefined, "section"]);
    person.editor.focus();
    person.redo();
    expect([details.get("section"), focused.at(-1)]).toEqual(["New", "section"]);
    person.undo().undo();
    expect([headline.doc.textContent, focused.at(-1)]).toEqual(["", "headline"]);
  });
});

it("nobody goes back behind the opening, nor over what a colleague wrote", () => {
  const { a, b } = twoPeople([1, 2], textBlock("eins"));
  b.type(0, 4, " zwei");
  meet(a, b);
  a.undo();
  expect(a.undoHistory.canUndo()).toBe(false);
  a.type(0, 0, "null ").undo().undo();
  meet(a, b);
  expect([a.reads(), b.reads()]).toEqual([["eins zwei"], ["eins zwei"]]);
  b.undo().undo();
  meet(a, b);
  expect([a.reads(), b.reads()]).toEqual([["eins"], ["eins"]]);
});
