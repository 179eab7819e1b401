import type { Script } from "./operations.ts";
import { play } from "./run.ts";

/** What kind of promise was broken: the word before the colon. */
const kindOf = (wrong: string): string => wrong.slice(0, wrong.indexOf(":"));

/**
 * The shortest script found that still breaks a promise of the same kind: leaves out ever smaller runs of
 * operations as long as that goes, by delta debugging. Plays at most `mostRuns` scripts. Returns the script
 * unchanged if it breaks none.
 */
export async function shrink(script: Script, mostRuns = 400): Promise<{ script: Script; wrongs: string[] }> {
  let runs = 0;
  let best = script;
  let { wrongs } = await play(script);
  const kinds = new Set(wrongs.map(kindOf));
  if (wrongs.length === 0) return { script, wrongs };
  const spent = (): boolean => runs >= mostRuns;
  const stillBroken = async (candidate: Script): Promise<boolean> => {
    runs++;
    const outcome = await play(candidate);
    if (!outcome.wrongs.some((wrong) => kinds.has(kindOf(wrong)))) return false;
    best = candidate;
    ({ wrongs } = outcome);
    return true;
  };
  let length = Math.ceil(best.operations.length / 2);
  while (length > 0) {
    let shorter = false;
    let at = 0;
    while (at < best.operations.length) {
      if (spent()) return { script: best, wrongs };
      const operations = best.operations.toSpliced(at, length);
      // Each attempt builds on the one before.
      // oxlint-disable-next-line no-await-in-loop
      if (await stillBroken({ ...best, operations })) shorter = true;
      else at += length;
    }
    if (length === 1 && !shorter) break;
    length = Math.max(1, Math.floor(length / 2));
  }
  return { script: best, wrongs };
}
