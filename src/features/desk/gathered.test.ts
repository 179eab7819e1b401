import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gathered } from "./gathered.ts";

describe("what is gathered", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const gathering = () => {
    const handed: (readonly number[])[] = [];
    return { handed, ...gathered<number>((items) => handed.push(items), 250) };
  };

  it("is handed over at once, then together, in its order", () => {
    const { handed, add } = gathering();
    add(1);
    expect(handed).toEqual([[1]]);
    add(2);
    add(3);
    expect(handed).toEqual([[1]]);
    vi.advanceTimersByTime(250);
    expect(handed).toEqual([[1], [2, 3]]);
    add(4);
    expect(handed).toHaveLength(2);
    vi.advanceTimersByTime(250);
    expect(handed).toEqual([[1], [2, 3], [4]]);
    vi.advanceTimersByTime(250);
    add(5);
    expect(handed).toEqual([[1], [2, 3], [4], [5]]);
  });

  it("is handed over four times a second at most, however much comes", () => {
    const { handed, add } = gathering();
    for (let n = 0; n < 1000; n++) {
      add(n);
      vi.advanceTimersByTime(2);
    }
    expect(handed.length).toBeLessThanOrEqual(9);
    vi.advanceTimersByTime(250);
    expect(handed.flat()).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  it("is handed over when it ends, nothing after", () => {
    const { handed, add, end } = gathering();
    add(1);
    add(2);
    end();
    expect(handed).toEqual([[1], [2]]);
    expect(vi.getTimerCount()).toBe(0);
    end();
    expect(handed).toHaveLength(2);
  });
});
