import { expect, it } from "vitest";
import { PersonRests } from "./PersonRests.ts";

it("has each person rest four times as long as theirs took, all of it together, also where it failed", () => {
  let now = 1_000;
  const rests = new PersonRests({ now: () => now });
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
  const rests = new PersonRests({ now: () => now });
  const hungUp = new AbortController();
  await rests.wait("a", hungUp.signal);
  rests.counted("a", () => {
    now += 10_000_000;
  });
  const waiting = rests.wait("a", hungUp.signal);
  hungUp.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});

it("has nobody rest for small work, nor before theirs took some time together", () => {
  let now = 0;
  const rests = new PersonRests({ now: () => now, times: 4, freeMs: 5, graceMs: 100 });
  const take = (ms: number): void =>
    rests.counted("a", () => {
      now += ms;
    });
  for (let i = 0; i < 1_000; i++) take(5);
  take(25);
  expect(rests.left("a")).toBe(0);
  take(25);
  expect(rests.left("a")).toBe(80 - 25 + 80 - 100);
  now += 35;
  expect(rests.left("a")).toBe(0);
});
