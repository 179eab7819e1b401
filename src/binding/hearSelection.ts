/**
 * Tells the editors of the page where the selection is now. A browser tells of it some time after it was set, by a press,
 * a key or an input method.
 */
export function hearSelection(): void {
  if (typeof document !== "undefined") document.dispatchEvent(new Event("selectionchange"));
}
