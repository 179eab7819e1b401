import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Role } from "../../domain/permissions/roles.ts";
import type { DeskEvent } from "../../domain/protocol/api.ts";
import { endWords } from "../../ui/index.ts";
import type { DeskView } from "./deskApi.ts";
import { type DeskPages, withNews } from "./deskNews.ts";
import { gathered } from "./gathered.ts";

export const deskKey = ["desk"] as const;
export const viewKey = (view: DeskView) => [...deskKey, view] as const;

const retryMs = { first: 1000, most: 30_000 } as const;
/** However fast news comes, the lists are drawn anew no more often than this. */
const newsMs = 250;
/** A busy newsroom changes something every second; a search is asked again no more often than this. */
const refetchMs = 2000;
/** A line that is back within this time is not worth a word. */
const lostMs = 3000;

/**
 * Keeps every desk list in the query cache true while the page is visible: the server's news is worked in at once, or
 * together where more comes within `newsMs`, and after each (re)connection the lists are read again, for what was
 * missed. A browser opens only six lines to one server, so hidden pages let go of theirs. `onNews` gets the news, the
 * oldest first, once it is worked in. `onAccess` is told what role the server knows the person in, null when it has no
 * news for them: the session may have ended. Returns false while no news comes: the browser is offline or the server
 * away.
 */
export function useDeskEvents(
  onNews: (news: readonly DeskEvent[]) => void,
  onAccess: (role: Role | null) => void,
): boolean {
  const [live, setLive] = useState(true);
  const client = useQueryClient();
  const latest = useRef({ onNews, onAccess });
  useEffect(() => {
    latest.current = { onNews, onAccess };
  });
  useEffect(() => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let lost: ReturnType<typeof setTimeout> | undefined;
    let waitMs: number = retryMs.first;
    const refetch = throttled(() => void client.invalidateQueries({ queryKey: deskKey }), refetchMs);
    const arrivals = gathered<DeskEvent>((news) => {
      if (workIn(client, news)) refetch.ask();
      latest.current.onNews(news);
    }, newsMs);

    const open = (): void => {
      if (source || document.hidden) return;
      source = new EventSource("/api/desk/events");
      source.addEventListener("open", () => {
        waitMs = retryMs.first;
        clearTimeout(lost);
        lost = undefined;
        setLive(true);
        void client.invalidateQueries({ queryKey: deskKey });
      });
      source.addEventListener("article", (message: MessageEvent<string>) =>
        arrivals.add(JSON.parse(message.data) as DeskEvent),
      );
      source.addEventListener("role", (message: MessageEvent<string>) =>
        latest.current.onAccess(JSON.parse(message.data) as Role),
      );
      source.addEventListener("ended", () => latest.current.onAccess(null));
      source.addEventListener("error", () => {
        lost ??= setTimeout(() => setLive(false), lostMs);
        // A dropped line reopens by itself; a refusal (a restarting server, an ended session) does not.
        if (source?.readyState !== EventSource.CLOSED) return;
        close();
        latest.current.onAccess(null);
        retry = setTimeout(open, waitMs * (0.5 + Math.random()));
        waitMs = Math.min(waitMs * 2, retryMs.most);
      });
    };
    const close = (): void => {
      clearTimeout(retry);
      source?.close();
      source = null;
      arrivals.end();
    };
    const follow = (): void => (document.hidden ? close() : open());
    // Some browsers notice a dead line only after minutes.
    const onOffline = (): void => setLive(false);
    const onOnline = (): void => {
      close();
      open();
    };

    open();
    if (!navigator.onLine) lost = setTimeout(onOffline, lostMs);
    document.addEventListener("visibilitychange", follow);
    addEventListener("offline", onOffline);
    addEventListener("online", onOnline);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      removeEventListener("offline", onOffline);
      removeEventListener("online", onOnline);
      clearTimeout(lost);
      close();
      refetch.cancel();
    };
  }, [client]);
  return live;
}

/** The name of words that an article is in the trash, or is not: they are over once that changes. */
export const whileTrashed = (id: string, trashed: boolean): string =>
  `${id} ${trashed ? "trashed" : "on the desk"}`;

function endWordsOf(event: DeskEvent): void {
  if (event.kind === "present") return;
  const id = idOf(event);
  for (const trashed of [true, false])
    if (event.kind === "removed" || trashed !== (event.article.trashedAt !== null))
      endWords(whileTrashed(id, trashed));
}

const idOf = (event: DeskEvent): string => (event.kind === "changed" ? event.article.id : event.id);

/**
 * Works news, the oldest first, into every cached list; each list changes once. Takes words away that it makes untrue. True
 * when a list has to be read again to be sure of it.
 */
export function workIn(client: QueryClient, news: readonly DeskEvent[]): boolean {
  for (const last of new Map(
    news.filter(({ kind }) => kind !== "present").map((event) => [idOf(event), event]),
  ).values())
    endWordsOf(last);
  let unsure = false;
  for (const query of client.getQueryCache().findAll({ queryKey: deskKey })) {
    const view = query.queryKey[1] as DeskView;
    client.setQueryData<DeskPages>(query.queryKey, (pages) => pages && withNews(pages, news, view));
    // An answer on its way may be older than this news and overwrite it.
    unsure ||= view.search !== "" || query.state.fetchStatus === "fetching";
  }
  return unsure;
}

/** Runs `act` at the end of the interval in which it was first asked for. */
function throttled(act: () => void, intervalMs: number): { ask(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, intervalMs);
    },
    cancel: () => clearTimeout(timer),
  };
}
