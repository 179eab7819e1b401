import { fieldText } from "../domain/article/document.ts";
import { fieldValue } from "../domain/article/fieldValue.ts";
import { withoutMarkTowers } from "../domain/article/markTowers.ts";
import { copyName } from "./copyNames.ts";
import { type OpenArticleOptions, openArticle } from "./openArticle.ts";
import { namesOpen, oneTabAtATime, watchPages } from "./openPages.ts";
import type { ArticleSession, NotSavedReason, Refusal, SessionState } from "./sessionState.ts";
import { unsentChanges, watchUnsentOfOtherTabs } from "./unsentCount.ts";

/** Why words stay in this browser: the key of the words that say so (namespace `session`). */
export type KeptReason = `refusal.${Refusal["reason"]}` | `notSaved.${NotSavedReason}`;

/** An article with words that this browser keeps and the server is not known to have, and that no page has open. */
export interface UnsentWords {
  articleId: string;
  /** As this browser has it; empty while it is not read yet. */
  headline: string;
  /** `kept`: the server did not take them, and the article's page offers them. */
  state: "sending" | "offline" | "kept";
  /** Null unless `kept`. */
  reason: KeptReason | null;
}

interface Options extends Omit<OpenArticleOptions, "articleId"> {
  /** Told at first and after every change; in no order. */
  onChange(unsent: readonly UnsentWords[]): void;
}

/**
 * Sends what earlier pages left unsent of this person's words, one article after the other, each through a session of its
 * own as its page would. Each is tried once, and again after the browser came online or a page of this tab had it open.
 * Two tabs do not send at once, except over plain http, where the server takes each change once. Returns the end of it.
 */
export function sendUnsent({ onChange, ...options }: Options): () => void {
  const { personId } = options;
  const stopped = new AbortController();
  const known = new Map<string, UnsentWords>();
  const tried = new Set<string>();
  let sending: { articleId: string; cancel(): void } | null = null;
  let working = false;

  const tell = (): void => {
    if (stopped.signal.aborted) return;
    const all = [...known.values()];
    // Those that wait for their turn wait for the same line.
    const isOffline = all.some(({ state }) => state === "offline");
    onChange(
      all.map((each) => (isOffline && each.state === "sending" ? { ...each, state: "offline" } : each)),
    );
  };

  const note = (articleId: string, words: Partial<UnsentWords>): void => {
    const before = known.get(articleId);
    if (!before) return;
    const now = { ...before, ...words };
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    known.set(articleId, now);
    tell();
  };

  /** Brings `known` up to date; the ids of what is to be sent. */
  const look = async (): Promise<string[]> => {
    const open = await namesOpen();
    const isOpen = (articleId: string): boolean => open.has(copyName(personId, articleId));
    if (sending && isOpen(sending.articleId)) sending.cancel();
    const left = unsentChanges(personId)
      .map(({ articleId }) => articleId)
      .filter((articleId) => !isOpen(articleId));
    for (const articleId of tried) if (isOpen(articleId)) tried.delete(articleId);
    const before = [...known.keys()].join();
    for (const articleId of known.keys()) if (!left.includes(articleId)) known.delete(articleId);
    for (const articleId of left)
      if (!known.has(articleId))
        known.set(articleId, {
          articleId,
          headline: "",
          state: isOnline() ? "sending" : "offline",
          reason: null,
        });
    if ([...known.keys()].join() !== before) tell();
    return left.filter((articleId) => !tried.has(articleId));
  };

  const send = async (articleId: string): Promise<void> => {
    tried.add(articleId);
    note(articleId, { state: "sending", reason: null });
    const session = openArticle({ ...options, articleId });
    let unfollow = (): void => {};
    await new Promise<void>((resolve) => {
      sending = { articleId, cancel: resolve };
      stopped.signal.addEventListener("abort", () => resolve());
      const follow = (state: SessionState): void => {
        const outcome = outcomeOf(state);
        if (outcome) note(articleId, { headline: headlineOf(session), ...outcome });
        if (!outcome || outcome.state === "kept") resolve();
      };
      unfollow = session.state.subscribe(follow);
      follow(session.state.getState());
    });
    unfollow();
    sending = null;
    await session.destroy();
  };

  const work = async (): Promise<void> => {
    const due = await look();
    if (due.length === 0 || working || stopped.signal.aborted) return;
    working = true;
    try {
      await oneTabAtATime(`foureyes:send:${personId}`, stopped.signal, async () => {
        for (let next = await look(); next[0] !== undefined && !stopped.signal.aborted; next = await look())
          await send(next[0]);
      });
    } catch (reason) {
      if (!stopped.signal.aborted) throw reason;
    } finally {
      working = false;
    }
  };

  const onWork = (): void => void work();
  const cameOnline = (): void => {
    tried.clear();
    onWork();
  };
  const ends = [watchPages(onWork), watchUnsentOfOtherTabs(personId, onWork)];
  const page = typeof window === "undefined" ? null : window;
  page?.addEventListener("online", cameOnline);
  onWork();
  return () => {
    stopped.abort();
    page?.removeEventListener("online", cameOnline);
    for (const end of ends) end();
  };
}

/** Null once they are sent. */
function outcomeOf({ save, ended, refusal }: SessionState): Pick<UnsentWords, "state" | "reason"> | null {
  if (refusal) return { state: "kept", reason: `refusal.${refusal.reason}` };
  if (ended) return { state: "kept", reason: `notSaved.${ended}` };
  // A colleague's words may be missing on the server for long; the own ones are there.
  const isColleagues = save.kind === "not-saved" && save.reason === "colleague" && save.changes === 0;
  if (save.kind === "saved" || isColleagues) return null;
  return { state: save.kind === "offline" ? "offline" : "sending", reason: null };
}

/** Node has no such thing. */
const isOnline = (): boolean => globalThis.navigator?.onLine ?? true;

const headlineOf = ({ doc }: ArticleSession): string =>
  withoutMarkTowers(fieldValue(fieldText(doc, "headline")));
