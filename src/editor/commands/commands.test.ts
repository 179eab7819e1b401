import { type EditorState, NodeSelection, TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { after, bodyState, lines, schema, select } from "../testing/bodyState.ts";
import {
  blockPlace,
  cutWholeBlocks,
  insertBlock,
  insertDivider,
  moveBlocks,
  moveFigure,
  moveFigureTo,
  moveWholeBlocksTo,
  removeBlock,
  writeBeside,
} from "./atoms.ts";
import { indentItems, selectedStyle, setStyle, toggleStyle } from "./blocks.ts";
import { isActive, linkAround, removeLink, setLink, toggle } from "./marks.ts";
import { backspace, enter, forwardDelete, lineBreak } from "./typing.ts";

const caretAt = (state: EditorState, at: number): EditorState =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, at)));
const result = (state: EditorState | null): string[] | null => state && lines(state);

describe("Enter", () => {
  it.each([
    ["splits a paragraph", ["paragraph: on|e"], ["paragraph: on", "paragraph: e"]],
    ["ends a heading with a paragraph", ["heading: Title|"], ["heading: Title", "paragraph: "]],
    ["keeps both halves of a heading", ["heading: Ti|tle"], ["heading: Ti", "heading: tle"]],
    ["makes room before a heading", ["heading: |Title"], ["paragraph: ", "heading: Title"]],
    ["makes room before a list item", ["bullet/1: |one"], ["bullet/1: ", "bullet/1: one"]],
    ["continues a list", ["bullet/1: one|"], ["bullet/1: one", "bullet/1: "]],
    ["moves an empty indented item out", ["bullet: a", "bullet/1: |"], ["bullet: a", "bullet: "]],
    ["leaves the list from an empty item", ["number: a", "number: |"], ["number: a", "paragraph: "]],
    ["leaves a quote from an empty one", ["quote: a", "quote: |"], ["quote: a", "paragraph: "]],
    ["replaces what is selected", ["paragraph: o<n", "paragraph: tw>o"], ["paragraph: o", "paragraph: o"]],
  ])("%s", (_name, before, wanted) => {
    expect(result(after(bodyState(...before), enter))).toEqual(wanted);
  });

  it.each([["paragraph: one|"], ["paragraph: |one"]])(
    "at an edge leaves the block as it was: %s",
    (block) => {
      const before = bodyState(block, "paragraph: two");
      const state = after(before, enter) as EditorState;
      for (const node of before.doc.content.content)
        expect(state.doc.content.content.includes(node)).toBe(true);
    },
  );

  it("goes on in bold", () => {
    const bold = after(bodyState("paragraph: <one>"), toggle("bold")) as EditorState;
    const atEnd = caretAt(bold, 4);
    expect(isActive(after(atEnd, enter) as EditorState, "bold")).toBe(true);
  });

  it("with Shift breaks the line inside the block", () => {
    expect(result(after(bodyState("quote: on|e"), lineBreak))).toEqual(["quote: on\ne"]);
  });
});

describe("Backspace at the start of a block", () => {
  it.each([
    ["moves an item out", ["bullet: a", "bullet/1: |b"], ["bullet: a", "bullet: b"]],
    ["makes an item a paragraph", ["bullet: a", "bullet: |b"], ["bullet: a", "paragraph: b"]],
    ["makes a heading a paragraph", ["paragraph: a", "heading: |b"], ["paragraph: a", "paragraph: b"]],
    ["joins paragraphs, the first one's style staying", ["quote: a", "paragraph: |b"], ["quote: ab"]],
    ["only drops an empty block above", ["heading: ", "paragraph: |b"], ["paragraph: b"]],
  ])("%s", (_name, before, wanted) => {
    expect(result(after(bodyState(...before), backspace))).toEqual(wanted);
  });

  it.each(["---", "figure a"])("selects %s above before deleting it", (atom) => {
    const selected = after(bodyState("paragraph: a", atom, "paragraph: |b"), backspace) as EditorState;
    expect(selected.doc.childCount).toBe(3);
    expect(selected.selection).toBeInstanceOf(NodeSelection);
    expect(after(selected, backspace)?.doc.childCount).toBe(2);
  });

  it("and Delete at the end selects the atom below", () => {
    const selected = after(bodyState("paragraph: a|", "figure a"), forwardDelete) as EditorState;
    expect(selected.selection).toBeInstanceOf(NodeSelection);
  });
});

describe("styles", () => {
  it("apply to each selected block, but not to one whose start only ends the selection", () => {
    const state = bodyState("paragraph: o<ne", "heading: two", "paragraph: >three");
    expect(selectedStyle(state)).toBe(null);
    expect(result(after(state, setStyle("bullet")))).toEqual([
      "bullet: one",
      "bullet: two",
      "paragraph: three",
    ]);
  });

  it("toggle back to a paragraph, and only lists keep their indent", () => {
    expect(result(after(bodyState("quote: a|"), toggleStyle("quote")))).toEqual(["paragraph: a"]);
    expect(result(after(bodyState("bullet/2: a|"), setStyle("number")))).toEqual(["number/2: a"]);
    expect(result(after(bodyState("bullet/2: a|"), setStyle("heading")))).toEqual(["heading: a"]);
  });

  it("indent lists only, at most one step further than the item above", () => {
    expect(after(bodyState("paragraph: a|"), indentItems(1))).toBe(null);
    expect(result(after(bodyState("bullet: a|"), indentItems(1)))).toEqual(["bullet: a"]);
    expect(result(after(bodyState("bullet: a", "bullet: <b", "bullet: c>"), indentItems(1)))).toEqual([
      "bullet: a",
      "bullet/1: b",
      "bullet/1: c",
    ]);
    expect(result(after(bodyState("bullet: a", "bullet/1: b|"), indentItems(1)))).toEqual([
      "bullet: a",
      "bullet/1: b",
    ]);
  });

  it("let Shift+Tab leave the text where nothing moves out", () => {
    expect(after(bodyState("bullet: a|"), indentItems(-1))).toBe(null);
  });
});

describe("whole paragraphs", () => {
  it("move between others and leave none behind; part of one is no paragraph", () => {
    const whole = bodyState("heading: <Title>", "paragraph: one", "figure f", "quote: two");
    expect(result(after(whole, moveWholeBlocksTo(whole.doc.content.size)))).toEqual([
      "paragraph: one",
      "figure f 0",
      "quote: two",
      "heading: Title",
    ]);
    expect(result(after(whole, moveWholeBlocksTo(0)))).toEqual(result(whole));
    const several = bodyState("paragraph: one", "heading: <Title", "paragraph: two>");
    expect(result(after(several, moveWholeBlocksTo(0)))).toEqual([
      "heading: Title",
      "paragraph: two",
      "paragraph: one",
    ]);
    expect(after(bodyState("paragraph: <on>e", "paragraph: two"), moveWholeBlocksTo(10))).toBe(null);
  });

  it("are cut with their ends, unless nothing else is there", () => {
    expect(result(after(bodyState("heading: <Title>", "paragraph: one"), cutWholeBlocks))).toEqual([
      "paragraph: one",
    ]);
    expect(after(bodyState("paragraph: <one", "paragraph: two>"), cutWholeBlocks)).toBe(null);
    expect(after(bodyState("paragraph: o<ne>", "paragraph: two"), cutWholeBlocks)).toBe(null);
  });
});

describe("links", () => {
  const linked = after(
    bodyState("paragraph: see <here> now"),
    setLink("https://a.example/", ""),
  ) as EditorState;
  const inside = caretAt(linked, 7);

  it("cover what is selected and are found from any place inside", () => {
    expect(linkAround(inside)).toEqual({ from: 5, to: 9, href: "https://a.example/" });
    expect(linkAround(bodyState("paragraph: see h|ere"))).toBe(null);
  });

  it("change and end as a whole", () => {
    const changed = after(inside, setLink("https://b.example/", "")) as EditorState;
    expect(linkAround(changed)).toEqual({ from: 5, to: 9, href: "https://b.example/" });
    expect(linkAround(after(changed, removeLink) as EditorState)).toBe(null);
  });

  it("bring their own words where nothing is selected, and do not go on in what follows", () => {
    const added = after(bodyState("paragraph: see |"), setLink("https://a.example/", "here")) as EditorState;
    expect(lines(added)).toEqual(["paragraph: see here"]);
    const typed = added.apply(added.tr.insertText("!"));
    expect(typed.doc.textBetween(5, 10)).toBe("here!");
    expect(typed.doc.rangeHasMark(9, 10, schema.marks.link as NonNullable<typeof schema.marks.link>)).toBe(
      false,
    );
  });
});

describe("pictures and dividers", () => {
  it("stand after the caret's block, or before it while it is empty", () => {
    expect(blockPlace(bodyState("paragraph: a|b"))).toBe(4);
    expect(blockPlace(bodyState("paragraph: a", "paragraph: |"))).toBe(3);
  });

  it("always leave a block to write in at the end", () => {
    const state = bodyState("paragraph: a|");
    expect(lines(state.apply(insertBlock(state.tr, 3, schema.node("figure", { id: "f" }))))).toEqual([
      "paragraph: a",
      "figure f 0",
      "paragraph: ",
    ]);
    const divided = after(state, insertDivider) as EditorState;
    expect(lines(divided)).toEqual(["paragraph: a", "---", "paragraph: "]);
    expect(divided.selection.$from.parent.type.name).toBe("textblock");
  });

  it("count each move, so that one copy wins", () => {
    const state = bodyState("paragraph: a|", "figure f", "paragraph: b");
    expect(result(after(state, moveFigure(3, "up")))).toEqual(["figure f 1", "paragraph: a", "paragraph: b"]);
    const down = after(state, moveFigure(3, "down")) as EditorState;
    expect(lines(down)).toEqual(["paragraph: a", "paragraph: b", "figure f 1", "paragraph: "]);
    expect(after(state, moveFigureTo(3, 4))).toBe(null);
  });

  it("are not replaced by what one types while they are selected", () => {
    const selected = select(bodyState("figure f", "paragraph: b"), 0);
    const beside = after(selected, writeBeside) as EditorState;
    expect(lines(beside.apply(beside.tr.insertText("x")))).toEqual([
      "figure f 0",
      "paragraph: x",
      "paragraph: b",
    ]);
    const empty = after(select(bodyState("figure f", "paragraph: "), 0), writeBeside) as EditorState;
    expect(lines(empty)).toEqual(["figure f 0", "paragraph: "]);
    expect(after(bodyState("paragraph: a|"), writeBeside)).toBe(null);
  });

  it("go without taking their neighbours along", () => {
    const state = select(bodyState("paragraph: a", "figure f", "paragraph: b"), 1);
    expect(result(after(state, removeBlock(3)))).toEqual(["paragraph: a", "paragraph: b"]);
  });
});

describe("Alt and an arrow", () => {
  const moved = (direction: "up" | "down", ...before: string[]): EditorState | null =>
    after(bodyState(...before), moveBlocks(direction));

  it.each<["up" | "down", string, string[], string[] | null]>([
    ["up", "a paragraph", ["paragraph: a", "heading: b|c"], ["heading: bc", "paragraph: a"]],
    ["down", "a list item", ["bullet/1: |a", "quote: b"], ["quote: b", "bullet/1: a"]],
    ["up", "an empty one", ["quote: a", "paragraph: |"], ["paragraph: ", "quote: a"]],
    ["up", "past a picture", ["figure f", "paragraph: a|"], ["paragraph: a", "figure f 0", "paragraph: "]],
    [
      "down",
      "all that are selected, with the picture between them",
      ["quote: <a", "figure f", "quote: b>", "paragraph: c", "paragraph: d"],
      ["paragraph: c", "quote: a", "figure f 1", "quote: b", "paragraph: d"],
    ],
    [
      "down",
      "not the one at whose start the selection ends",
      ["quote: <a", "quote: >b", "paragraph: c"],
      ["quote: b", "quote: a", "paragraph: c"],
    ],
    ["up", "nothing above the first", ["paragraph: |a", "paragraph: b"], null],
    ["down", "nothing below the last", ["paragraph: a", "paragraph: |b"], null],
  ])("moves %s %s", (direction, _name, before, wanted) => {
    expect(result(moved(direction, ...before))).toEqual(wanted);
  });

  it("keeps what is selected, and writes on in the moved paragraph", () => {
    const there = moved("up", "paragraph: a", "paragraph: b<cd>e") as EditorState;
    expect(there.doc.textBetween(there.selection.from, there.selection.to)).toBe("cd");
    const back = after(there, moveBlocks("down")) as EditorState;
    expect(lines(back)).toEqual(["paragraph: a", "paragraph: bcde"]);
    expect(back.doc.textBetween(back.selection.from, back.selection.to)).toBe("cd");
  });

  it("moves a selected divider", () => {
    const state = select(bodyState("paragraph: a", "---", "paragraph: b"), 1);
    const up = after(state, moveBlocks("up")) as EditorState;
    expect(lines(up)).toEqual(["---", "paragraph: a", "paragraph: b"]);
    expect(up.selection).toBeInstanceOf(NodeSelection);
  });
});
