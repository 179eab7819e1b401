import type { Tone } from "./Notice.tsx";

export interface ToastWords {
  text: string;
  tone?: Tone;
  /** Words of the same id are shown once, however often they are said. */
  id?: string;
  action?: { label: string; onSelect(): void } | undefined;
  /** They offer what would be lost without: they stay until that is taken or they are closed. */
  stays?: boolean;
  /** What one wrote in is gone: the keyboard comes to them, unless it is elsewhere by then. */
  takesFocus?: boolean;
  /** Called once they are gone, for whatever reason. */
  onGone?: () => void;
  /** Aborted once what they say is over: they go, or do not come. */
  over?: AbortSignal | undefined;
}

let page = { path: "", left: new AbortController() };

/** Aborted once the page that is open now is left: for words about it, and offers that only it can keep. */
export const pageLeft = (): AbortSignal => page.left.signal;

/** For the router: tells at which page one is. */
export function arriveAt(path: string): void {
  if (path === page.path) return;
  page.left.abort();
  page = { path, left: new AbortController() };
}

const standing = new Map<string, AbortController>();

/** Aborted once `endWords` is called with that name: for words that something elsewhere on the page may make untrue. */
export function untilEnded(name: string): AbortSignal {
  const over = standing.get(name) ?? new AbortController();
  standing.set(name, over);
  return over.signal;
}

/** Takes words away that are over. */
export function endWords(name: string): void {
  standing.get(name)?.abort();
  standing.delete(name);
}

const waiting: ToastWords[] = [];
let show: ((words: ToastWords) => void) | null = null;
let wanted = false;
const listeners = new Set<() => void>();

/**
 * Says in passing what has happened; never the only place for something one must know. Bad news stays until
 * closed, and so does an offer that says so.
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
