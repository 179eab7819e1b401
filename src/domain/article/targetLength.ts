import type * as Y from "yjs";
import { detailsMap } from "./document.ts";

/**
 * The length an article is to have: characters with spaces, counted as counts.ts does. Kept in `details` as a whole
 * number; without one, no length is asked for.
 */
export const longestTarget = 500_000;
const key = "targetLength";

/** Null where none is set or what stands there is no length. */
export const targetLengthOf = (details: Y.Map<unknown>): number | null => {
  const value = details.get(key);
  return isTarget(value) ? value : null;
};

const isTarget = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= longestTarget;

/** Call it inside a transaction of the person who asks for it. */
export function setTargetLength(doc: Y.Doc, target: number | null): void {
  const details = detailsMap(doc);
  if (target === targetLengthOf(details)) return;
  if (target === null) details.delete(key);
  else details.set(key, target);
}

export type TypedTarget =
  | { code: "ok"; target: number | null }
  /** Not a whole number: letters, a sign, a fraction. */
  | { code: "no-number" }
  /** Zero, or beyond `longestTarget`. */
  | { code: "out-of-range" };

/** What somebody typed: digits, also in groups of three (2'500, 2’500, 2,500, 2.500, 2 500). Nothing means no target. */
export function readTypedTarget(typed: string): TypedTarget {
  const text = typed.trim();
  if (text === "") return { code: "ok", target: null };
  if (!/^\d+$/.test(text) && !/^\d{1,3}(['’,. \u00a0\u2009\u202f])\d{3}(\1\d{3})*$/.test(text))
    return { code: "no-number" };
  const target = Number(text.replace(/\D/g, ""));
  return isTarget(target) ? { code: "ok", target } : { code: "out-of-range" };
}

/** Within this share of the target, a length is as good as met. */
const tolerance = 0.05;

export const standings = ["under", "met", "over"] as const;
export type Standing = (typeof standings)[number];

export function standingOf(characters: number, target: number): Standing {
  if (Math.abs(characters - target) <= target * tolerance) return "met";
  return characters < target ? "under" : "over";
}
