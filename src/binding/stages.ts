import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep, type Step } from "@tiptap/pm/transform";

/** More groups than this take longer to draw than anybody's place in the text is worth. */
const mostStages = 24;

/**
 * The steps of a transaction in groups, for the view to draw one after the other, so that each block that stays keeps
 * its element, and with that the reader's place, the caret and what an input method composes. ProseMirror knows blocks
 * again from the end of the document up to the first that changed; above that it counts, and where the count is off by
 * more than a few it writes each block into the element of another. So a step that changes how many blocks there are is
 * never drawn together with one below it. All in one group when there would be too many.
 */
export function stages({ steps, docs, doc }: Transaction): readonly Step[][] {
  const groups: Step[][] = [];
  let open: Step[] = [];
  /** Where the open group changes how many blocks there are; null while it does not. */
  let shifted: number | null = null;
  steps.forEach((step, i) => {
    const shifts = docs[i]?.childCount !== (docs[i + 1] ?? doc).childCount;
    const above = step instanceof ReplaceStep && shifted !== null && step.to <= shifted;
    if (open.length === 0 || shifts || (shifted !== null && !above)) {
      open = [];
      groups.push(open);
      shifted = null;
    }
    open.push(step);
    if (shifts) shifted = step instanceof ReplaceStep ? step.from : 0;
  });
  return groups.length > mostStages ? [steps] : groups;
}
