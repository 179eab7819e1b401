/**
 * How much of the window the tools above and the line below cover, which is what the page's `scroll-padding` says.
 * Pixels; 0 where nothing is drawn.
 */
export function coveredEdges(): { top: number; bottom: number } {
  if (typeof document === "undefined") return { top: 0, bottom: 0 };
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  return { top: pixels(scrollPaddingTop), bottom: pixels(scrollPaddingBottom) };
}

/** 0 for `auto`. */
const pixels = (length: string): number => Number.parseFloat(length) || 0;
