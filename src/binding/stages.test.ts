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
  it("is one edit, and any number of edits that keep the count of blocks", () => {
    const tr = alphabet();
    wordsIn(tr, 20);
    wordsIn(tr, 10);
    tr.setNodeAttribute(startOf(3), "style", "heading");
    expect(stages(tr)).toEqual([tr.steps]);
  });

  it("never changes how many blocks there are above something else that changes", () => {
    const tr = alphabet();
    wordsIn(tr, 20);
    blockAt(tr, 10, "new");
    wordsIn(tr, 5);
    blockAt(tr, 2, "newer");
    const [words, lower, upper] = [tr.steps.slice(0, 1), tr.steps.slice(1, 3), tr.steps.slice(3)];
    expect(stages(tr)).toEqual([words, lower, upper]);
  });

  it("takes what changes below, after the blocks above have come, for itself", () => {
    const tr = alphabet();
    blockAt(tr, 2, "new");
    tr.addMark(tr.doc.content.size - 2, tr.doc.content.size - 1, schema.mark("bold"));
    expect(stages(tr)).toHaveLength(2);
  });

  it("is all of it when blocks come at very many places", () => {
    const tr = alphabet();
    for (let block = 26; block > 0; block--) blockAt(tr, block, "new");
    expect(stages(tr)).toEqual([tr.steps]);
  });
});
