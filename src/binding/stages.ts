import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep, type Step } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import { coveredEdges } from "./coveredEdges.ts";

/**
 * The steps of a transaction in groups, for the view to draw one after the other, so that the blocks at a place keep their
 * elements, and with that their place on the screen: browsers hold still what one looks at, as long as it is there.
 * ProseMirror knows blocks again from the end of the document up to the first that changed; above that it counts, and
 * where the count is off by more than a few it writes each block into the element of another. So blocks that come or go
 * above the place are never drawn together with what changes from there on.
 *
 * `place` is a position before the steps, asked for only where it matters. Replacing steps stand from behind; those before
 * them keep all blocks, and those after them too.
 */
export function stages(transaction: Transaction, place: () => number): readonly (readonly Step[])[] {
  const { steps } = transaction;
  if (steps.length === 1 || !steps.some((_, i) => shifts(transaction, i))) return [steps];
  const at = place();
  const isAbove = (step: Step): boolean => step instanceof ReplaceStep && step.to <= at;
  if (!steps.some((step, i) => isAbove(step) && shifts(transaction, i))) return [steps];
  const above = steps.findIndex(isAbove);
  const behind = above + steps.slice(above).findLastIndex(isAbove) + 1;
  const groups = [steps.slice(0, above), steps.slice(above, behind), steps.slice(behind)];
  return groups.filter((group) => group.length > 0);
}

const shifts = ({ docs, doc }: Transaction, step: number): boolean =>
  docs[step]?.childCount !== (docs[step + 1] ?? doc).childCount;

/** Where the first block begins that is in sight below the tools; 0 where nothing is drawn. */
export function placeInSight(view: EditorView): number {
  if (typeof window === "undefined") return 0;
  const { top } = coveredEdges();
  const starts: number[] = [];
  view.state.doc.forEach((_, start) => starts.push(start));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = view.nodeDOM(starts[middle] as number);
    if (element instanceof Element && element.getBoundingClientRect().bottom <= top) low = middle + 1;
    else high = middle;
  }
  return starts[low] ?? 0;
}
