import { getSchema } from "@tiptap/core";
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { describe, expect, it } from "vitest";
import { bodySchemaParts } from "./schema.ts";
import { stages } from "./stages.ts";

const schema = getSchema(bodySchemaParts);
const paragraph = (text: string): Node => schema.node("textblock", null, schema.text(text));

/** A text of blocks «a» to «z», each three positions long. */
const alphabet = (): Transaction => {
  const blocks = Array.from("abcdefghijklmnopqrstuvwxyz", paragraph);
  return EditorState.create({ doc: schema.node("doc", null, blocks) }).tr;
};
const startOf = (block: number): number => block * 3;
const blockAt = (tr: Transaction, block: number, text: string): void => {
  tr.step(new ReplaceStep(startOf(block), startOf(block), new Slice(Fragment.from(paragraph(text)), 0, 0)));
};
const wordsIn = (tr: Transaction, block: number): void => {
  tr.insertText("!", startOf(block) + 1);
};

describe("what the view draws at once", () => {
  it("is all that keeps the number of blocks, wherever it is", () => {
    const tr = alphabet();
    wordsIn(tr, 20);
    wordsIn(tr, 10);
    tr.setNodeAttribute(startOf(3), "style", "heading");
    expect(stages(tr, () => startOf(12))).toEqual([tr.steps]);
  });

  it("is all from the place on, and then what comes above it", () => {
    const tr = alphabet();
    wordsIn(tr, 20);
    blockAt(tr, 15, "new");
    blockAt(tr, 12, "newer");
    wordsIn(tr, 5);
    blockAt(tr, 2, "newest");
    expect(stages(tr, () => startOf(12))).toEqual([tr.steps.slice(0, 2), tr.steps.slice(2)]);
    expect(stages(tr, () => 0)).toEqual([tr.steps]);
    expect(stages(tr, () => startOf(26))).toEqual([tr.steps]);
  });

  it("is all where blocks come only from the place on", () => {
    const tr = alphabet();
    blockAt(tr, 15, "new");
    wordsIn(tr, 5);
    expect(stages(tr, () => startOf(12))).toEqual([tr.steps]);
  });

  it("keeps marks, which may be anywhere, from what comes above the place", () => {
    const tr = alphabet();
    blockAt(tr, 2, "new");
    tr.addMark(tr.doc.content.size - 2, tr.doc.content.size - 1, schema.mark("bold"));
    expect(stages(tr, () => startOf(12))).toEqual([tr.steps.slice(0, 1), tr.steps.slice(1)]);
  });
});
