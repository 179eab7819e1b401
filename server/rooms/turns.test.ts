import { expect, it } from "vitest";
import { until } from "./testing/rawClient.ts";
import { Turns } from "./turns.ts";

it("takes everything in its order, and lets others have a turn in between", async () => {
  const turns = new Turns(0);
  const done: (number | "another")[] = [];
  for (const n of [1, 2, 3])
    turns.take(() => {
      done.push(n);
      setImmediate(() => done.push("another"));
    });
  await until(() => done.length === 6);
  expect(done).toEqual([1, "another", 2, "another", 3, "another"]);
});
