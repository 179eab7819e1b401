import * as Y from "yjs";
import type { UnitId } from "../domain/article/copies.ts";
import { carriesIdentity } from "../domain/article/resolveCopies.ts";
import type { StoredPiece } from "../domain/article/shownText.ts";

/** Stand for what is no letter while taken-out and put-in units are compared as strings. */
export const endToken = "\uE000";
export const otherToken = "\uE001";

/** Units in order as one edit took them out or put them in. */
export interface Units {
  tokens: string;
  /** Stretches of ids in order; `at` is the index of the first one's token. */
  runs: (UnitId & { at: number })[];
  /** Indexes of tokens between which and the one before something else stood: a figure, or the end of a block that stays. */
  seams: Set<number>;
}

export const emptyUnits = (): Units => ({ tokens: "", runs: [], seams: new Set() });

/** Figures are known by their ids, and a hidden copy of one may be taken out with the words around it. */
export function append(units: Units, { client, clock, content }: StoredPiece): void {
  if (typeof content !== "string" && carriesIdentity(content.embed)) {
    units.seams.add(units.tokens.length);
    return;
  }
  units.runs.push({ at: units.tokens.length, client, clock });
  units.tokens +=
    typeof content === "string" ? content : content.embed instanceof Y.Map ? endToken : otherToken;
}

export function idAt({ runs }: Units, index: number): UnitId {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle] as Units["runs"][number]).at <= index) low = middle;
    else high = middle - 1;
  }
  const { at, client, clock } = runs[low] as Units["runs"][number];
  return { client, clock: clock + index - at };
}

export const storeUnits = ({ tokens, runs, seams }: Units): string =>
  JSON.stringify({
    tokens,
    runs: runs.map(({ at, client, clock }) => [at, client, clock]),
    seams: [...seams],
  });

/**
 * What `storeUnits` wrote, on whatever page; null for anything else, which may come from anywhere, and when the
 * document has no such units.
 */
export function readUnits(doc: Y.Doc, stored: string): Units | null {
  let read: unknown;
  try {
    read = JSON.parse(stored);
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null) return null;
  const { tokens, runs, seams } = read as Record<string, unknown>;
  if (typeof tokens !== "string" || !Array.isArray(runs) || !isIndexes(seams)) return null;
  const units: Units = { tokens, runs: [], seams: new Set(seams) };
  for (const run of runs as unknown[]) {
    if (!isIndexes(run) || run.length !== 3) return null;
    const [at, client, clock] = run as [number, number, number];
    units.runs.push({ at, client, clock });
  }
  const rises = units.runs.every(({ at, client, clock }, i) => {
    const end = units.runs[i + 1]?.at ?? tokens.length;
    return at < end && clock + end - at <= Y.getState(doc.store, client);
  });
  return rises && units.runs[0]?.at === 0 ? units : null;
}

const isIndexes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);
