import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ArticleSession, type SessionState, saveLabel } from "../../session/index.ts";
import { announce, useLocale } from "../../ui/index.ts";
import { useSessionState } from "./useOpenArticle.ts";
import { usePresence } from "./usePresence.ts";

/** Whoever comes and goes within this time is told of in one sentence; a page loaded again is not. Milliseconds. */
const gatherMs = 2000;

/** Says who comes and goes, and when words are no longer saved or are again, to those who hear the page. */
export function useNews(session: ArticleSession): void {
  useArrivals(session);
  useSaving(session);
}

function useArrivals(session: ArticleSession): void {
  const { t } = useTranslation("article");
  const locale = useLocale();
  const present = usePresence(session.awareness);
  const told = useRef<ReadonlyMap<string, string> | null>(null);
  const online = useSessionState(session, ({ save }) => save.kind !== "offline");
  useEffect(() => {
    // Alone on a dropped line everybody else seems to have left.
    if (!online || !present.some(({ self }) => self)) return undefined;
    const now = new Map(present.filter(({ self }) => !self).map(({ id, name }) => [id, name]));
    const timer = setTimeout(
      () => {
        const before = told.current;
        told.current = now;
        if (!before) return;
        const list = new Intl.ListFormat(locale, { type: "conjunction" });
        const joined = [...now].flatMap(([id, name]) => (before.has(id) ? [] : [name]));
        const left = [...before].flatMap(([id, name]) => (now.has(id) ? [] : [name]));
        if (joined.length > 0)
          announce(t("presence.joined", { count: joined.length, names: list.format(joined) }));
        if (left.length > 0) announce(t("presence.left", { count: left.length, names: list.format(left) }));
      },
      told.current ? gatherMs : 0,
    );
    return () => clearTimeout(timer);
  }, [present, online, locale, t]);
}

/** Not every «Saving…»: only what goes wrong, once, and that it is right again. */
function useSaving(session: ArticleSession): void {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const trouble = useSessionState(session, ({ save }) =>
    save.kind === "offline" ? "offline" : save.kind === "not-saved" ? save.reason : null,
  );
  const told = useRef<typeof trouble>(null);
  useEffect(() => {
    if (trouble) {
      if (told.current === trouble) return undefined;
      told.current = trouble;
      const { key, count } = saveLabel(session.state.getState());
      announce(words.t(key, { count }), { urgent: trouble !== "offline" });
      return undefined;
    }
    // Not as a value of the component: it comes and goes with every key, and matters after trouble only.
    const look = ({ save }: SessionState): void => {
      if (save.kind !== "saved" || !told.current) return;
      announce(t(told.current === "offline" ? "news.online" : "news.savedAgain"));
      told.current = null;
    };
    look(session.state.getState());
    return session.state.subscribe(look);
  }, [session, trouble, t, words]);
}
