import { useEffect, useRef } from "react";

/**
 * The second press of a double-click was meant for what was there at the first, not for what has come under the pointer
 * since. `detail`: of a click, how many follow each other closely; 0 by keyboard.
 */
export const isSecondPress = ({ detail }: { detail: number }): boolean => detail > 1;

/** As long as a second press may take, where the event does not say that it is one. Milliseconds. */
const doubleMs = 500;
const byPress = new Set(["outside-press", "trigger-press"]);

/**
 * Whether something that opens by a press is to be closed: not by the second one. `open`: where the caller holds that
 * state. Answers for changes of the state with their reason.
 */
export function useClosing(
  open?: boolean,
): (next: boolean, change: { reason: string; event: Event; cancel(): void }) => boolean {
  const openedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (open) openedAt.current = performance.now();
  }, [open]);
  return (next, change) => {
    if (next) openedAt.current = performance.now();
    if (next || !byPress.has(change.reason)) return true;
    const isSecond =
      performance.now() - openedAt.current < doubleMs ||
      (change.event instanceof UIEvent && isSecondPress(change.event));
    if (isSecond) change.cancel();
    return !isSecond;
  };
}
