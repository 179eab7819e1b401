import { expect, it } from "vitest";
import { stack } from "./stack.ts";

it("puts a tag beside its line, and those of one line below each other", () => {
  expect(stack([{ at: 100 }], 20)).toEqual([90]);
  expect(stack([{ at: 100 }, { at: 100 }, { at: 100 }], 20)).toEqual([90, 111, 132]);
});

it("never lets two overlap, whatever order they come in", () => {
  const tops = stack([{ at: 130 }, { at: 100 }, { at: 95 }, { at: 300 }], 20).sort((a, b) => a - b);
  for (let i = 1; i < tops.length; i++) expect(tops[i]! - tops[i - 1]!).toBeGreaterThanOrEqual(21);
  expect(tops.at(-1)).toBe(290);
});
