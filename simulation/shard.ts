import { expect, it } from "vitest";
import { idleness } from "./idle.ts";
import { scriptOf } from "./operations.ts";
import { report } from "./report.ts";
import { play } from "./run.ts";

/** Seeds in one test: few enough to see how far it got, many enough not to fill the list of tests. */
const group = 20;

/** Tests that play the runs of all seeds from one to another, both included. */
export function playSeeds(from: number, to: number): void {
  for (let first = from; first <= to; first += group) {
    const last = Math.min(to, first + group - 1);
    it(`keeps every promise on seeds ${first} to ${last}`, { timeout: 300_000 }, async () => {
      for (let seed = first; seed <= last; seed++) {
        const script = scriptOf(seed);
        // One newsroom at a time.
        // oxlint-disable-next-line no-await-in-loop
        const run = await play(script);
        expect(idleness(script, run), `seed ${seed}`).toEqual([]);
        // oxlint-disable-next-line no-await-in-loop
        if (run.wrongs.length > 0) expect.fail(await report(seed));
      }
    });
  }
}
