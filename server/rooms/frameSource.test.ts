import { expect, it } from "vitest";
import { HandIn } from "./frameSource.ts";
import { defaultLimits } from "./limits.ts";
import { PersonSockets } from "./personSockets.ts";

// A guest's updates of two bytes filled the heap: what waits was counted by its bytes alone.
it("counts what waits by what it takes in memory, cut-short frames too", () => {
  const people = new PersonSockets(defaultLimits, () => 0);
  const shared = people.beginHandIn("gast", "flood");
  const source = new HandIn({ id: "gast", name: "Gast" }, false, shared, Uint8Array.of(0, 0));
  for (let i = 0; i < 1_000; i++) source.enqueue("update", i % 2 ? null : Uint8Array.of(0, 0));
  expect(source.queuedBytes).toBeGreaterThan(200_000);
  source.replaceNext(new Uint8Array(5_000));
  expect(source.queuedBytes).toBeGreaterThan(205_000);
  expect(people.waiting.queuedBytes).toBe(source.queuedBytes);
  while (source.next) source.dropNext();
  source.dropNext();
  expect([source.queuedBytes, people.waiting.queuedBytes]).toEqual([0, 0]);
});
