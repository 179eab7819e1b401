import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ArticleSession } from "../../session/index.ts";

/** Where the page keeps what the server says about the article: dates, trash. */
export const summaryKey = (articleId: string): string[] => ["article", articleId];

/** How long the article must have been calm before its summary is read again. Milliseconds. */
const calmMs = 1_500;

/** Reads the summary again once changes, own or others', are committed. */
export function useFreshSummary(session: ArticleSession): void {
  const queries = useQueryClient();
  useEffect(() => {
    let changed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = (): void => {
      clearTimeout(timer);
      if (!changed || session.state.getState().save.kind !== "saved") return;
      timer = setTimeout(() => {
        changed = false;
        void queries.invalidateQueries({ queryKey: summaryKey(session.articleId) });
      }, calmMs);
    };
    const note = (): void => {
      if (session.state.getState().phase !== "ready") return;
      changed = true;
      read();
    };
    session.doc.on("update", note);
    const stop = session.state.subscribe(read);
    return () => {
      clearTimeout(timer);
      session.doc.off("update", note);
      stop();
    };
  }, [session, queries]);
}
