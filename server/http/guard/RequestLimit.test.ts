import { expect, it, onTestFinished, vi } from "vitest";
import { RequestLimit } from "./RequestLimit.ts";

it("counts for a minute from the first time on, each key by itself", () => {
  let now = 0;
  const limit = new RequestLimit(2, () => now);
  expect([limit.take("a"), limit.take("a"), limit.take("b")]).toEqual([null, null, null]);
  expect(limit.exceeded("a")).toBe(60);
  expect(limit.exceeded("b")).toBeNull();
  now = 59_000;
  expect(limit.take("a")).toBe(1);
  now = 60_000;
  expect(limit.take("a")).toBeNull();
});

it.each([-24, 24])("waits no longer and no shorter when the time of day is set by %i hours", (hours) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const limit = new RequestLimit(1);
  expect(limit.take("a")).toBeNull();
  vi.setSystemTime(Date.now() + hours * 3_600_000);
  expect(limit.take("a")).toBeGreaterThan(50);
  expect(limit.take("a")).toBeLessThanOrEqual(60);
});

it("forgets the oldest keys first when it has too many", () => {
  let now = 0;
  const limit = new RequestLimit(1, () => now++);
  for (let key = 0; key <= 20_000; key++) limit.take(String(key));
  expect(limit.exceeded("0")).toBeNull();
  expect(limit.exceeded("20000")).not.toBeNull();
});
