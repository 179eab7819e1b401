import { storedKeys, withStorage } from "./browserStorage.ts";

/** How many own changes of an article are not known to be committed, kept across reloads. One entry a tab. */
export interface UnsentCount {
  /** What earlier visits left behind, now counted here. */
  readonly inherited: number;
  set(changes: number): void;
  /** Writes now; happens by itself shortly after `set`. */
  flush(): void;
  close(): void;
  /** Counts nothing more: the words were given up. */
  giveUp(): void;
}

export interface UnsentArticle {
  articleId: string;
  changes: number;
}

/** A change is settled within milliseconds as a rule: only what stays is worth writing down. */
const settleMs = 250;
const prefixOf = (personId: string): string => `foureyes:unsent:${encodeURIComponent(personId)}:`;
const open = new Map<UnsentCount, string>();

/**
 * `inherit` once the offline copy is in the document: this tab then sends what earlier ones left, and answers for
 * it. A tab that still lives counts its own again at its next change.
 */
export function openUnsentCount(personId: string, articleId: string, inherit: boolean): UnsentCount {
  const prefix = `${prefixOf(personId)}${encodeURIComponent(articleId)}:`;
  const key = prefix + Math.random().toString(36).slice(2);
  const left = inherit ? entries(prefix) : [];
  const inherited = left.reduce((sum, entry) => sum + entry.changes, 0);
  write(key, inherited);
  for (const entry of left) write(entry.key, 0);
  let changes = inherited;
  let written = inherited;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let givenUp = false;

  const count: UnsentCount = {
    inherited,
    set(next) {
      if (next === changes) return;
      changes = next;
      timer ??= setTimeout(() => count.flush(), settleMs);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      // Not what the storage has: another tab that took this count over answers for it until there are more changes.
      if (givenUp || changes === written) return;
      write(key, changes);
      written = changes;
    },
    close() {
      count.flush();
      open.delete(count);
    },
    giveUp() {
      givenUp = true;
    },
  };
  open.set(count, prefix);
  return count;
}

/** What this browser keeps for a person and the server is not known to have: ask before signing out. */
export function unsentChanges(personId: string): UnsentArticle[] {
  for (const count of open.keys()) count.flush();
  const byArticle = new Map<string, number>();
  for (const { key, changes } of entries(prefixOf(personId))) {
    const articleId = decodeURIComponent(key.slice(prefixOf(personId).length).split(":")[0] ?? "");
    byArticle.set(articleId, (byArticle.get(articleId) ?? 0) + changes);
  }
  return [...byArticle].map(([articleId, changes]) => ({ articleId, changes }));
}

/** The words are gone or given up: nothing to warn of. */
export function forgetUnsent(personId: string, articleId?: string): void {
  const prefix = prefixOf(personId) + (articleId === undefined ? "" : `${encodeURIComponent(articleId)}:`);
  if (articleId === undefined) for (const [count, of] of open) if (of.startsWith(prefix)) count.giveUp();
  for (const { key } of entries(prefix)) write(key, 0);
}

/** Calls `onChange` when another tab has counted what is unsent of this person. Returns the end of it. */
export function watchUnsentOfOtherTabs(personId: string, onChange: () => void): () => void {
  const prefix = prefixOf(personId);
  const heard = ({ key }: StorageEvent): void => {
    if (key === null || key.startsWith(prefix)) onChange();
  };
  const page = typeof window === "undefined" ? null : window;
  page?.addEventListener("storage", heard);
  return () => page?.removeEventListener("storage", heard);
}

const entries = (prefix: string): { key: string; changes: number }[] =>
  storedKeys(prefix)
    .map((key) => ({ key, changes: read(key) }))
    .filter(({ changes }) => changes > 0);

const read = (key: string): number => Number(withStorage((storage) => storage.getItem(key)) ?? 0) || 0;

const write = (key: string, changes: number): void =>
  void withStorage((storage) =>
    changes > 0 ? storage.setItem(key, String(changes)) : storage.removeItem(key),
  );
