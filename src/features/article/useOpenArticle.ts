import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { ArticleDetails } from "../../domain/article/content.ts";
import { detailsMap, fieldText } from "../../domain/article/document.ts";
import type { FieldName } from "../../domain/article/fields.ts";
import { fieldValue, observeField } from "../../domain/article/fieldValue.ts";
import { withoutMarkTowers } from "../../domain/article/markTowers.ts";
import { readDetails } from "../../domain/article/readArticle.ts";
import { type ArticleSession, notePageOpen, openArticle, type SessionState } from "../../session/index.ts";

/**
 * The article, open for as long as the component shows. A new `round` opens it afresh, for instance after words
 * were refused. Null for the moment between two openings.
 */
export function useOpenArticle(articleId: string, personId: string, round: number): ArticleSession | null {
  const [session, setSession] = useState<ArticleSession | null>(null);
  useEffect(() => {
    const noteClosed = notePageOpen(personId, articleId);
    const opened = openArticle({ articleId, personId });
    setSession(opened);
    return () => {
      setSession(null);
      void opened.destroy().finally(noteClosed);
    };
    // `round` is not read: it only asks for a new opening.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [articleId, personId, round]);
  return session;
}

/**
 * What `select` picks: values, or an object of them. The state changes several times with every key of everybody, so
 * pick no more than shows.
 */
export const useSessionState = <T>(session: ArticleSession, select: (state: SessionState) => T): T =>
  useStore(session.state, useShallow(select));

export function useFieldText(doc: Y.Doc, field: FieldName): string {
  const text = fieldText(doc, field);
  const subscribe = useCallback((notify: () => void) => observeField(text, notify), [text]);
  return useSyncExternalStore(subscribe, () => withoutMarkTowers(fieldValue(text)));
}

export function useDetail<Key extends keyof ArticleDetails>(doc: Y.Doc, key: Key): ArticleDetails[Key] {
  const subscribe = useCallback(
    (notify: () => void) => {
      const details = detailsMap(doc);
      details.observe(notify);
      return () => details.unobserve(notify);
    },
    [doc],
  );
  return useSyncExternalStore(subscribe, () => readDetails(doc)[key]);
}
