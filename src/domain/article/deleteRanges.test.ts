import fc from "fast-check";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { deleteRanges } from "./deleteRanges.ts";
import { newTerminator } from "./flatText.ts";

/** Letters in some runs, with a block's end after each; every third letter is deleted already. */
function someText(runs: readonly number[]): Y.Text {
  const text = new Y.Doc().getText("body");
  for (const length of runs) {
    text.insert(text.length, "abcdefghij".slice(0, length));
    text.insertEmbed(text.length, newTerminator("paragraph", 0));
  }
  for (let at = text.length - 1; at > 0; at -= 3) text.delete(at, 1);
  return text;
}

/** What is left, letter by letter; a dot for a block's end. */
const shown = (text: Y.Text): string =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : "."))
    .join("");

it("deletes what deleting range by range does, and leaves a text that can be written in anywhere", () => {
  const run = fc.integer({ min: 0, max: 10 });
  const place = fc.nat({ max: 200 });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), fc.array(place), place, (runs, edges, at) => {
      const text = someText(runs);
      const all = shown(text);
      // Indexes that Yjs remembers from here must not be believed afterwards.
      text.insert(text.length, "x");
      const rising = [...new Set(edges.map((edge) => edge % (all.length + 1)))].sort((a, b) => a - b);
      const ranges: { from: number; to: number }[] = [];
      for (let i = 0; i + 1 < rising.length; i += 2)
        ranges.push({ from: rising[i] as number, to: rising[i + 1] as number });
      deleteRanges(text, ranges);
      const isLeft = (_: string, index: number): boolean =>
        !ranges.some(({ from, to }) => index >= from && index < to);
      const left = `${Array.from(all).filter(isLeft).join("")}x`;
      expect(shown(text)).toBe(left);
      const index = at % (left.length + 1);
      text.insert(index, "!");
      expect(shown(text)).toBe(`${left.slice(0, index)}!${left.slice(index)}`);
    }),
  );
});
