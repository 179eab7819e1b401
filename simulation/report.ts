import { scriptOf } from "./operations.ts";
import { shrink } from "./shrink.ts";

/** What is wrong with the run of a seed, and the shortest list of operations found that shows it. */
export async function report(seed: number): Promise<string> {
  const { script, wrongs } = await shrink(scriptOf(seed));
  return `seed ${seed}:\n${wrongs.join("\n")}\nkept as simulation/cases/<name>.json:\n${JSON.stringify(script)}`;
}
