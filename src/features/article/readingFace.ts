import { useSyncExternalStore } from "react";

/** Longer than this nobody waits for letters: a slow line shows another face first. Milliseconds. */
const patienceMs = 1_500;

let here = false;
const listeners = new Set<() => void>();
const faces = ["1em", "italic 1em"].map((style) =>
  document.fonts.load(`${style} "Source Serif 4 Variable"`, "Aä«"),
);
const late = new Promise((resolve) => {
  setTimeout(resolve, patienceMs);
});
void Promise.race([Promise.allSettled(faces), late]).then(() => {
  here = true;
  for (const listener of listeners) listener();
});

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * Whether the letters of the article are there. They are asked for as soon as the page's code is, together with the
 * text, so that no line breaks anew when they come.
 */
export const useReadingFace = (): boolean => useSyncExternalStore(subscribe, () => here);
