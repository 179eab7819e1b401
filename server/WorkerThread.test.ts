import { expect, it } from "vitest";
import type { AdderCall } from "./testing/adderThread.ts";
import { WorkerThread } from "./WorkerThread.ts";

const adder = (idleMs: number | null = null): WorkerThread<AdderCall> =>
  new WorkerThread<AdderCall>({
    name: "The adder",
    source: new URL("./testing/adderThread.ts", import.meta.url),
    workerData: null,
    last: { method: "end" },
    idleMs,
  });

it("answers calls in their order, with what the thread threw too, and starts again when it died", async () => {
  const thread = adder();
  const add = (by: number) => thread.ask({ method: "add", by });
  expect(await Promise.all([add(1), add(2), add(3)])).toEqual([1, 3, 6]);
  await expect(thread.ask({ method: "fail" })).rejects.toMatchObject({
    name: "RangeError",
    message: "too much",
    code: "TOO_MUCH",
  });
  expect(await add(1)).toBe(7);
  await expect(thread.ask({ method: "die" })).rejects.toThrow("The adder's thread ended");
  expect(await add(1)).toBe(1);
  await thread.stop();
});

it("ends a thread that nobody asks, and starts it with the next call", async () => {
  const thread = adder(20);
  expect(await thread.ask({ method: "add", by: 1 })).toBe(1);
  await expect.poll(() => thread.runs).toBe(false);
  expect(await thread.ask({ method: "add", by: 1 })).toBe(1);
  await Promise.all([thread.stop(), thread.stop()]);
});

it("does what was asked before it ends", async () => {
  const thread = adder();
  const sums = [1, 2].map((by) => thread.ask({ method: "add", by }));
  await thread.stop();
  expect(await Promise.all(sums)).toEqual([1, 3]);
  expect(await thread.ask({ method: "add", by: 5 })).toBe(5);
  await thread.stop();
});
