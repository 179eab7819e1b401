import { expect, it } from "vitest";
import { playKills } from "./faults/kills.ts";
import { canLimitFiles } from "./faults/serverProcess.ts";

const rounds = 20;

it(`[P2] ${rounds} times the server comes to harm while three people type: what was acknowledged or called saved is on the disk, nothing is lost or doubled`, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const outcome = await playKills({ seed, rounds, lockedMs: () => 500 });
  expect(outcome.wrongs, `seed ${seed}`).toEqual([]);
  // Not idle: people typed, pages said «Saved», and the disk did fail.
  expect(outcome.words).toBeGreaterThan(rounds * 20);
  expect(outcome.acks).toBeGreaterThan(rounds * 5);
  expect(outcome.claims).toBeGreaterThan(rounds);
  if (canLimitFiles()) expect(outcome.failedCommits).toBeGreaterThan(0);
  else console.log("prlimit is not here: full disks and torn writes were left out");
}, 300_000);
