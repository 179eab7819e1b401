/** At the latest, where the browser is never idle. Milliseconds. */
const latestMs = 2_000;

/** Once the page has loaded and the browser has nothing better to do. */
export function whenLoadedAndIdle(act: () => void): void {
  // Safari has no idle callbacks.
  const idle = (): void => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(act, { timeout: latestMs });
    else setTimeout(act, 200);
  };
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
