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

it("gives much back sooner, and what articles took that everybody has left after it", () => {
  const state = { resident: 100 * mebibyte, collections: 0, needed: 120 * mebibyte };
  collectAtRest({
    busyShare: () => 0.01,
    residentBytes: () => state.resident,
    collect: () => {
      state.collections++;
      state.resident = state.needed;
    },
  });
  state.resident = 300 * mebibyte;
  vi.advanceTimersByTime(6_000);
  expect(state.collections).toBe(1);
  state.needed = 100 * mebibyte;
  vi.advanceTimersByTime(8_000);
  expect([state.collections, state.resident]).toEqual([2, 100 * mebibyte]);
  vi.advanceTimersByTime(60_000);
  expect(state.collections).toBe(2);
});
