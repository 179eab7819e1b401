import { copyName } from "./copyNames.ts";

/**
 * Which articles the pages of this browser have open: what is unsent of them is theirs to send. Over plain http a browser
 * has no locks, and only the pages of this tab are known.
 */

const openHere = new Set<{ name: string }>();
const watchers = new Set<() => void>();
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** Notes that a page has the article open. The returned function ends that; call it once the session is closed. */
export function notePageOpen(personId: string, articleId: string): () => void {
  const page = { name: copyName(personId, articleId) };
  let release = (): void => {};
  const closed = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = locks()?.request(page.name, { mode: "shared" }, () => closed);
  openHere.add(page);
  tell();
  return () => {
    openHere.delete(page);
    release();
    void Promise.allSettled([held]).then(tell);
  };
}

/** The names (`copyName`) of the articles that pages have open, each person's. */
export async function namesOpen(): Promise<ReadonlySet<string>> {
  const held = (await locks()?.query())?.held ?? [];
  return new Set([...openHere, ...held].map(({ name }) => name ?? ""));
}

/** Calls `onChange` when a page of this tab has opened an article or closed one. Returns the end of it. */
export function watchPages(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

/** Runs `act` while no other tab of this browser runs one of that name; waits for that. */
export async function oneTabAtATime(
  name: string,
  signal: AbortSignal,
  act: () => Promise<void>,
): Promise<void> {
  await (locks()?.request(name, { signal }, act) ?? act());
}

const tell = (): void => {
  for (const watcher of watchers) watcher();
};
