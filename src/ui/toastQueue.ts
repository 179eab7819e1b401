import type { Tone } from "./Notice.tsx";

export interface ToastWords {
  text: string;
  tone?: Tone;
  /** Words of the same id are shown once, however often they are said. */
  id?: string;
  action?: { label: string; onSelect(): void };
}

const waiting: ToastWords[] = [];
let show: ((words: ToastWords) => void) | null = null;
let wanted = false;
const listeners = new Set<() => void>();

/**
 * Says in passing what has happened; never the only place for something one must know. Bad news stays until
 * closed.
 */
export function showToast(words: ToastWords): void {
  if (show) {
    show(words);
    return;
  }
  waiting.push(words);
  wanted = true;
  for (const listener of listeners) listener();
}

/** For the layer that shows them, those that waited for it first. Returns the unsubscriber. */
export function onToast(add: (words: ToastWords) => void): () => void {
  show = add;
  for (const words of waiting.splice(0)) add(words);
  return () => {
    show = null;
  };
}

/** Whether anything was ever to be shown, as `useSyncExternalStore` wants it. */
export const toastsWanted = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  now: (): boolean => wanted,
};
