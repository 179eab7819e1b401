import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { collectAtRest } from "./restingHeap.ts";

const mebibyte = 1024 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("gives memory back at rest, once, never while people write, and not for little", () => {
  const state = { busy: 0.2, resident: 100 * mebibyte, collections: 0 };
  collectAtRest({
    busyShare: () => state.busy,
    residentBytes: () => state.resident,
    collect: () => {
      state.collections++;
      state.resident = 100 * mebibyte;
    },
  });
  state.resident += 50 * mebibyte;
  vi.advanceTimersByTime(60_000);
  expect(state.collections).toBe(0);
  state.busy = 0.01;
  vi.advanceTimersByTime(10_000);
  expect(state.collections).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(state.collections).toBe(1);
  state.resident += mebibyte;
  vi.advanceTimersByTime(60_000);
  expect(state.collections).toBe(1);
});
