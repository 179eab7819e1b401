import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import type { DecorationSet } from "@tiptap/pm/view";
import { expect, it } from "vitest";
import { fieldSchemaParts } from "../../binding/index.ts";
import { withoutMarkTowers } from "../../domain/article/markTowers.ts";
import { hideMarkTowers } from "./markTowers.ts";

const acute = "\u0301";

function hiddenIn(text: string): [from: number, to: number][] {
  const schema = getSchema(fieldSchemaParts);
  const plugin = hideMarkTowers();
  const doc = schema.topNodeType.create(null, text ? schema.text(text) : null);
  const state = EditorState.create({ doc, plugins: [plugin] });
  const set = plugin.props.decorations?.call(plugin, state) as DecorationSet;
  return set.find().map(({ from, to }) => [from, to]);
}

it("of marks on one letter the first sixteen are set, and no other is touched", () => {
  expect(hiddenIn(`xa${acute.repeat(60_000)}b`)).toEqual([[18, 60_002]]);
  expect(hiddenIn(`a${acute.repeat(16)}b`)).toEqual([]);
  expect(hiddenIn("")).toEqual([]);
  expect(hiddenIn("Việt Nam, हिन्दी, e\u0301")).toEqual([]);
});

it("joiners between the marks make no new letter", () => {
  expect(hiddenIn(`a${`${acute}\u200D`.repeat(1_000)}`)).toEqual([[17, 2_001]]);
});

it("as words they are left out", () => {
  expect(withoutMarkTowers(`a${acute.repeat(500)}b`)).toBe(`a${acute.repeat(16)}b`);
});
