import type { Node, ResolvedPos } from "@tiptap/pm/model";
import type { Step } from "@tiptap/pm/transform";
import type { ShownText } from "../domain/article/shownText.ts";
import { flatIndex, type LaidOut, mayVanish, shownPart } from "./bodyLayout.ts";
import type { Replaced } from "./bodySteps.ts";
import { bodyUnits } from "./bodyWriter.ts";
import { inlineUnits, textCut, type Unit, type UnitEdit, unitEdits } from "./units.ts";

/** What a step of this person's changed in the body, as edits of the flat text. */

/** All that a step replaced, and by what: positions before and after it. */
export interface StepRange extends Replaced {
  /** What comes in are words that were taken out before: none of them is one that stands there already. */
  arrives: boolean;
}

/** Null when the step moved no position. */
export function stepRange(step: Step, arrives: boolean): StepRange | null {
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  let newFrom = Number.POSITIVE_INFINITY;
  let newTo = -1;
  step.getMap().forEach((a, b, c, d) => {
    from = Math.min(from, a);
    to = Math.max(to, b);
    newFrom = Math.min(newFrom, c);
    newTo = Math.max(newTo, d);
  });
  return to < 0 ? null : { from, to, newFrom, newTo, arrives };
}

/** Edits from a flat index on. */
export interface FlatEdits {
  start: number;
  edits: UnitEdit[];
}

/** A text block in which words come and go, before and after. */
interface EditedBlock {
  block: ResolvedPos;
  fresh: ResolvedPos;
  part: LaidOut & { kind: "text" };
  /** Of its content, afterwards. */
  length: number;
}

/** Null where a step changes more than the words of one text block. */
export function editedBlock(
  before: Node,
  after: Node,
  { from, to, newFrom, newTo }: StepRange,
  layout: readonly LaidOut[],
  rivals: ShownText["rivals"],
): EditedBlock | null {
  const block = before.resolve(from);
  const fresh = after.resolve(newFrom);
  if (block.depth !== 1 || fresh.depth !== 1 || !block.parent.isTextblock || !fresh.parent.isTextblock)
    return null;
  if (to > block.end() || newTo > fresh.end() || before.childCount !== after.childCount) return null;
  const part = shownPart(layout, block.index(0));
  if (part?.kind !== "text") return null;
  const length = fresh.parent.content.size;
  return length === 0 && mayVanish(part.end, rivals) ? null : { block, fresh, part, length };
}

/** The quick way for typing and deleting within one text block: `part`, which has the `length` after it. Null for all else. */
export function editInBlock(
  before: Node,
  after: Node,
  range: StepRange,
  layout: readonly LaidOut[],
  rivals: ShownText["rivals"],
): (FlatEdits & { part: LaidOut & { kind: "text" }; length: number }) | null {
  const edited = editedBlock(before, after, range, layout, rivals);
  if (!edited || edited.part.length !== edited.block.parent.content.size) return null;
  const { block, fresh, part, length } = edited;
  const { from, to, newFrom, newTo, arrives } = range;
  const old: Unit[] = [];
  const cut = textCut(!arrives && to > from && newTo > newFrom);
  inlineUnits(block.parent, from - block.start(), to - block.start(), cut, old);
  const units: Unit[] = [];
  inlineUnits(fresh.parent, newFrom - fresh.start(), newTo - fresh.start(), cut, units);
  return { start: flatIndex(layout, from), edits: unitEdits(old, units), part, length };
}

/** Edits that reach over the ends of blocks. */
export function editOfBlocks(
  before: Node,
  after: Node,
  { from, to, newFrom, newTo, arrives }: StepRange,
  layout: readonly LaidOut[],
): FlatEdits {
  const closes = atBlockEnd(before, to) && atBlockEnd(after, newTo) ? 1 : 0;
  const cut = textCut(!arrives && holdsInline(after, newFrom, newTo) && holdsInline(before, from, to));
  const old = bodyUnits(before, from, to + closes, layout, cut);
  const fresh = bodyUnits(after, newFrom, newTo + closes, null, cut);
  return { start: flatIndex(layout, from), edits: unitEdits(old, fresh) };
}

function holdsInline(document: Node, from: number, to: number): boolean {
  let found = false;
  // An empty range within a text would find that text.
  if (from < to)
    document.nodesBetween(from, to, (node) => {
      if (node.isInline) found = true;
      return !found;
    });
  return found;
}

const atBlockEnd = (document: Node, position: number): boolean => {
  const place = document.resolve(position);
  return place.depth === 1 && place.parent.isTextblock && place.parentOffset === place.parent.content.size;
};
