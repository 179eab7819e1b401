import { bulk, bulkNames } from "./bulk.ts";
import { contenders } from "./contenders.ts";
import { randomRun } from "./randomRuns.ts";
import { oldVersionOpens, playScenario, scenarios } from "./scenarios.ts";
import { bytesStored, localKeys, opening, remoteKeys, twentyTypists } from "./speed.ts";

/** What the benchmark calls in the page. */
const merging = {
  localKeys,
  remoteKeys,
  twentyTypists,
  opening,
  bytesStored,
  bulk,
  bulkNames,
  scenarios: () => [
    ...scenarios.map((scenario) => ({
      name: scenario.name,
      ours: playScenario(contenders[0], scenario),
      tiptap: playScenario(contenders[1], scenario),
    })),
    {
      name: "a version that lacks a block type opens the article and types elsewhere",
      ours: [oldVersionOpens(contenders[0])],
      tiptap: [oldVersionOpens(contenders[1])],
    },
  ],
  randomRuns: (seeds: number, options: { edits: number; offline: boolean }) =>
    Object.fromEntries(
      contenders.map((contender) => [
        contender.name,
        Array.from({ length: seeds }, (_, seed) => randomRun(contender, seed + 1, options)),
      ]),
    ) as Record<"ours" | "tiptap", ReturnType<typeof randomRun>[]>,
};

export type Merging = typeof merging;

declare global {
  interface Window {
    merging: Merging;
  }
}

window.merging = merging;
