/**
 * `npm run test:long`: what takes too long for `npm test`.
 * - `-- --seeds N [--from S]`: the newsrooms of N seeds on a simulated clock, one after the other; prints what fails, shrunk.
 * - `-- --kills N [--from S]`: N rounds in which the real server comes to harm while people type.
 * Without an argument both: 1,000 seeds and 200 kills.
 */
// Before everything that keeps the clock it finds.
import "./time.ts";
import { parseArgs } from "node:util";
import { playKills } from "./faults/kills.ts";
import { idleness } from "./idle.ts";
import { scriptOf } from "./operations.ts";
import { report } from "./report.ts";
import { play } from "./run.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string" }, from: { type: "string", default: "1" }, kills: { type: "string" } },
});
const both = values.seeds === undefined && values.kills === undefined;
const seeds = Number(values.seeds ?? (both ? 1_000 : 0));
const kills = Number(values.kills ?? (both ? 200 : 0));
const from = Number(values.from);
if (
  ![seeds, kills, from].every((number) => Number.isSafeInteger(number) && number >= 0) ||
  seeds + kills < 1
) {
  console.error("--seeds and --kills take whole numbers from 1 on, --from one from 0 on.");
  process.exit(2);
}

/** How long another process holds the database, the first time and later. Milliseconds. */
const lockedMs = { first: 60_000, later: 1_000 };
/** Rounds on one data folder. */
const roundsTogether = 50;

async function playNewsrooms(): Promise<boolean> {
  const sum = { failed: 0, edits: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    // One newsroom at a time.
    // oxlint-disable-next-line no-await-in-loop
    const run = await play(scriptOf(seed));
    const idle = idleness(scriptOf(seed), run);
    sum.edits += run.edits;
    for (const line of idle) console.log(`seed ${seed}: ${line}`);
    if (run.wrongs.length + idle.length === 0) continue;
    sum.failed++;
    if (run.wrongs.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop
    console.log(await report(seed));
  }
  const { failed, edits } = sum;
  console.log(`${seeds} runs with ${edits} edits: ${failed} broke a promise.`);
  return failed === 0;
}

async function playAllKills(): Promise<boolean> {
  let well = true;
  for (let done = 0, seed = from; done < kills; done += roundsTogether, seed++) {
    const rounds = Math.min(roundsTogether, kills - done);
    // One server at a time.
    // oxlint-disable-next-line no-await-in-loop
    const outcome = await playKills({
      seed,
      rounds,
      lockedMs: (round) => (done + round < 10 ? lockedMs.first : lockedMs.later),
    });
    const { wrongs, rounds: kinds, inCompaction, failedCommits, words, frames, acks, claims } = outcome;
    console.log(
      `seed ${seed}: ${JSON.stringify(kinds)}, ${inCompaction} in the middle of a compaction, ${failedCommits} failed commits, ` +
        `${words} words, ${frames} frames, ${acks} acks, ${claims} times «Saved»`,
    );
    for (const wrong of wrongs) console.log(wrong);
    well &&= wrongs.length === 0;
  }
  console.log(`${kills} rounds: ${well ? "every promise was kept" : "a promise was broken"}.`);
  return well;
}

async function playAll(): Promise<boolean> {
  const killsWell = kills === 0 || (await playAllKills());
  return (seeds === 0 || (await playNewsrooms())) && killsWell;
}

void playAll().then(
  (well) => process.exit(well ? 0 : 1),
  (cause: unknown) => {
    console.error(cause);
    process.exit(1);
  },
);
