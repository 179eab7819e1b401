/**
 * Toasts stand at the foot of what is seen of the page, above a keyboard on the screen. While the line in which one writes
 * is there, they stand at its head, below the tools.
 */

/** Pixels between that line and toasts. */
const distance = 8;

/** Keeps a stack of toasts clear of the line in which one writes. Returns what ends it. */
export function keepClear(stack: HTMLElement): () => void {
  const place = (): void => {
    const { innerHeight, visualViewport: seen } = window;
    const covered = seen ? Math.max(0, innerHeight - seen.offsetTop - seen.height) : 0;
    stack.style.setProperty("--below", `${covered}px`);
    const line = writtenLine();
    // With the keyboard in a toast, it must not move away.
    if (!line) return;
    const foot = innerHeight - covered - parseFloat(getComputedStyle(stack).getPropertyValue("--foot"));
    const isThere = line.bottom + distance > foot - stack.offsetHeight && line.top < innerHeight - covered;
    stack.dataset.at = isThere ? "head" : "foot";
  };
  place();
  const listening = new AbortController();
  const { signal } = listening;
  document.addEventListener("selectionchange", place, { signal });
  document.addEventListener("scroll", place, { capture: true, passive: true, signal });
  for (const type of ["resize", "scroll"]) window.visualViewport?.addEventListener(type, place, { signal });
  return () => listening.abort();
}

/** Where on the screen the caret is; null while it is in no text. */
function writtenLine(): DOMRect | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return null;
  if (!active.isContentEditable)
    return active.matches("input, textarea") ? active.getBoundingClientRect() : null;
  const { focusNode = null, focusOffset = 0 } = getSelection() ?? {};
  if (!focusNode) return null;
  const range = document.createRange();
  range.setStart(focusNode, focusOffset);
  const box = range.getBoundingClientRect();
  if (box.height > 0) return box;
  // An empty line has no box of its own.
  const at = focusNode.childNodes[focusOffset] ?? focusNode;
  return (at instanceof Element ? at : at.parentElement)?.getBoundingClientRect() ?? null;
}
