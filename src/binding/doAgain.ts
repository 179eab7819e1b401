import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { type Mapping, ReplaceStep, type Step } from "@tiptap/pm/transform";

/** A step of this person's, and the content it was made on. */
interface DoneStep {
  step: Step;
  before: Node;
}

/** The steps of transactions that follow each other, in order. */
export const doneSteps = (transactions: readonly Transaction[]): DoneStep[] =>
  transactions.flatMap(({ steps, docs }) => steps.map((step, i) => ({ step, before: docs[i] as Node })));

/** Takes the steps back, the last first: one step each. */
export function takeBack(tr: Transaction, done: readonly DoneStep[]): void {
  for (const { step, before } of done.toReversed()) tr.step(step.invert(before));
}

/**
 * Makes the steps once more where their places have gone. `way`: from after the steps, over their taking back and what
 * came in, to the transaction's document; it is led on over what is made.
 */
export function doAgain(tr: Transaction, done: readonly DoneStep[], way: Mapping): void {
  done.forEach(({ step }, i) => {
    const takenBackBy = done.length - 1 - i;
    const since = way.slice(takenBackBy + 1);
    const size = tr.steps.length;
    const mapped = step.map(since);
    if (!mapped || tr.maybeStep(mapped).failed) {
      // Where everything around it was taken away, what the step brought in stands where that was.
      if (!(step instanceof ReplaceStep) || step.slice.size === 0) return;
      const from = since.map(step.from, 1);
      tr.replace(from, Math.max(from, since.map(step.to, -1)), step.slice);
    }
    tr.mapping.maps.slice(size).forEach((map, k) => way.appendMap(map, k === 0 ? takenBackBy : undefined));
  });
}

/** What transactions say of themselves that their being written asks for. */
export function bringMeta(tr: Transaction, transactions: readonly Transaction[]): void {
  for (const transaction of transactions) {
    const event: unknown = transaction.getMeta("uiEvent");
    if (event !== undefined) tr.setMeta("uiEvent", event);
    if (transaction.scrolledIntoView) tr.scrollIntoView();
  }
}
