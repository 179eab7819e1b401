import { expect, it } from "vitest";
import { PersonRests } from "./PersonRests.ts";

it("has each person rest four times as long as theirs took, all of it together, also where it failed", () => {
  let now = 1_000;
  const rests = new PersonRests(() => now);
  const taking = (ms: number) => () => {
    now += ms;
    return ms;
  };
  expect(rests.counted("a", taking(100))).toBe(100);
  expect([rests.left("a"), rests.left("b")]).toEqual([400, 0]);
  now += 150;
  expect(() =>
    rests.counted("a", () => {
      taking(50)();
      throw new Error("too long");
    }),
  ).toThrow("too long");
  expect(rests.left("a")).toBe(400 - 150 - 50 + 200);
  now += 400;
  expect(rests.left("a")).toBe(0);
  rests.counted("a", taking(10));
  expect(rests.left("a")).toBe(40);
});

it("lets whoever hung up wait no longer", async () => {
  let now = 0;
  const rests = new PersonRests(() => now);
  const hungUp = new AbortController();
  await rests.wait("a", hungUp.signal);
  rests.counted("a", () => {
    now += 10_000_000;
  });
  const waiting = rests.wait("a", hungUp.signal);
  hungUp.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});
