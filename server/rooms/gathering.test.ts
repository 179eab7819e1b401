import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Gathering } from "./gathering.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("lets each wait as long as it was told, in order, and take its turn once", () => {
  const taken: string[] = [];
  const gathering = new Gathering<string>((name) => taken.push(name), Date.now);
  gathering.add("first", 20);
  vi.advanceTimersByTime(10);
  gathering.add("second", 20);
  expect(gathering.has("first")).toBe(true);
  vi.advanceTimersByTime(11);
  expect(taken).toEqual(["first"]);
  expect([gathering.has("first"), gathering.has("second")]).toEqual([false, true]);
  vi.advanceTimersByTime(11);
  expect(taken).toEqual(["first", "second"]);
  gathering.add("first", 20);
  vi.advanceTimersByTime(60);
  expect(taken).toEqual(["first", "second", "first"]);
});

it("can have all of them take their turn at once", () => {
  const taken: string[] = [];
  const gathering = new Gathering<string>((name) => taken.push(name), Date.now);
  gathering.add("first", 20);
  gathering.add("second", 40);
  gathering.takeAll();
  expect(taken).toEqual(["first", "second"]);
  vi.advanceTimersByTime(100);
  expect(taken).toHaveLength(2);
});
