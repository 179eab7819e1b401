/** Work that may wait for a moment in which the browser has nothing better to do. */
export interface IdleWork {
  /** Asks for one run; further calls before it add nothing. */
  soon(): void;
  cancel(): void;
}

/** Under lasting load it runs nevertheless. Milliseconds after it was due. */
const latestMs = 1_000;

/** Runs `work` at most once every `pauseMs`, between frames. */
export function whenIdle(pauseMs: number, work: () => void): IdleWork {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let idle: number | undefined;
  const run = (): void => {
    timer = undefined;
    idle = undefined;
    work();
  };
  return {
    soon() {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        // Safari has no idle callbacks.
        if ("requestIdleCallback" in globalThis) idle = requestIdleCallback(run, { timeout: latestMs });
        else run();
      }, pauseMs);
    },
    cancel() {
      clearTimeout(timer);
      if (idle !== undefined) cancelIdleCallback(idle);
      timer = undefined;
      idle = undefined;
    },
  };
}
