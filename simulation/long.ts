/** `npm run test:long -- --seeds N [--from S]`: the runs of N seeds, one after the other; prints what fails, shrunk. */
import { parseArgs } from "node:util";
import { scriptOf } from "./operations.ts";
import { report } from "./report.ts";
import { play } from "./run.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" } },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isSafeInteger(seeds) || !Number.isSafeInteger(from) || seeds < 1 || from < 0) {
  console.error("--seeds takes a whole number from 1 on, --from one from 0 on.");
  process.exit(2);
}

async function playAll(): Promise<{ failed: number; edits: number }> {
  const sum = { failed: 0, edits: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    // One newsroom at a time.
    // oxlint-disable-next-line no-await-in-loop
    const { wrongs, edits } = await play(scriptOf(seed));
    sum.edits += edits;
    if (wrongs.length === 0) continue;
    sum.failed++;
    // oxlint-disable-next-line no-await-in-loop
    console.log(await report(seed));
  }
  return sum;
}

void playAll().then(({ failed, edits }) => {
  console.log(`${seeds} runs with ${edits} edits: ${failed} broke a promise.`);
  process.exit(failed > 0 ? 1 : 0);
});
