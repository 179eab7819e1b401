import { whenIdle } from "../../../ui/index.ts";

/** Work that may wait for a moment in which the browser has nothing better to do. */
export interface IdleWork {
  /** Asks for one run; further calls before it add nothing but the moment for it. */
  soon(): void;
  cancel(): void;
}

/** So long the next call may give the moment; afterwards it runs without one. Milliseconds. */
const restMs = 200;
/** Under lasting load it runs nevertheless. Milliseconds after it was due. */
const latestMs = 1_000;

/**
 * Runs `work` at most once every `pauseMs`, between frames; while calls come, right after the frame of one. At any other
 * time the frame that shows its result could come right before somebody's next key, which would have to wait for it.
 */
export function betweenFrames(pauseMs: number, work: () => void): IdleWork {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = false;
  let ended: (() => void) | null = null;
  const cancel = (): void => {
    clearTimeout(timer);
    ended?.();
    timer = undefined;
    ended = null;
    due = false;
  };
  const ask = (): void => {
    cancel();
    ended = whenIdle(() => {
      ended = null;
      work();
    }, latestMs);
  };
  return {
    soon() {
      if (due) ask();
      else if (timer === undefined && !ended)
        timer = setTimeout(() => {
          due = true;
          timer = setTimeout(ask, restMs);
        }, pauseMs);
    },
    cancel,
  };
}
