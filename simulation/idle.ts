import { type EditKind, edits, type Script } from "./operations.ts";

/** Kinds that find something to do almost wherever they fall. The others wait for a cut, a picture or an undo. */
const everReady = [
  "type",
  "enter",
  "replace",
  "paste",
  "erase",
  "restyle",
  "undo",
  "moveBlocks",
  "link",
] as const;

/** Scripted so often, a kind must have changed something at least once. */
const often = 12;
/** The least part of the scripted edits that must have changed something. */
const leastPart = 0.2;

/** What a run that was to be full of edits did not do: a promise that nobody put to the test is not kept. */
export function idleness(script: Script, run: { edits: number; done: Record<string, number> }): string[] {
  const scripted = new Map<string, number>();
  for (const { do: kind } of script.operations)
    if ((edits as readonly string[]).includes(kind)) scripted.set(kind, (scripted.get(kind) ?? 0) + 1);
  const all = [...scripted.values()].reduce((sum, count) => sum + count, 0);
  const idle = everReady
    .filter((kind: EditKind) => (scripted.get(kind) ?? 0) >= often && !run.done[kind])
    .map((kind) => `idle: no ${kind} of ${scripted.get(kind)} changed anything`);
  if (run.edits < all * leastPart) idle.push(`idle: ${run.edits} of ${all} edits changed something`);
  return idle;
}
