/** At the latest, where the browser is never idle. Milliseconds. */
const latestMs = 2_000;
/** Where a browser cannot say that it is idle (Safari): long enough for the frame and the key that come now. */
const untoldMs = 50;

/**
 * Once the browser has nothing better to do, or after so many milliseconds. Returns the end of the wait.
 */
export function whenIdle(act: () => void, atTheLatestMs: number): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(act, untoldMs);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(act, { timeout: atTheLatestMs });
  return () => cancelIdleCallback(idle);
}

/** Once the page has loaded and the browser has nothing better to do. */
export function whenLoadedAndIdle(act: () => void): void {
  const idle = (): void => void whenIdle(act, latestMs);
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
