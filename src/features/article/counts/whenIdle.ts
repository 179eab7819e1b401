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
export function whenIdle(pauseMs: number, work: () => void): IdleWork {
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
    ended = nextIdle(() => {
      ended = null;
      work();
    });
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

/** Returns the end of it. */
function nextIdle(act: () => void): () => void {
  // Safari has no idle callbacks.
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(act, 50);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(act, { timeout: latestMs });
  return () => cancelIdleCallback(idle);
}
