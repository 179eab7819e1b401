import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { detailsMap } from "../../domain/article/document.ts";
import { isPrintable, newsroomZone, printedDate } from "../../domain/export/dates.ts";
import { printWords, registeredLanguage } from "../../domain/export/language.ts";
import type { useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { later } from "../../ui/index.ts";
import styles from "./ArticleDates.module.css";
import { readSummary } from "./articleApi.ts";
import { summaryKey, useFreshSummary } from "./freshSummary.ts";
import { useDetail } from "./useOpenArticle.ts";

// Its place is kept, so that no line moves when it comes.
const PublishedEditor = later(() => import("./PublishedEditor.tsx").then((all) => all.PublishedEditor), {
  meanwhile: () => <span className={styles.change} />,
});

interface Props {
  session: ArticleSession;
  undo: Pick<ReturnType<typeof useArticleEditing>["undo"], "edit">;
  mayWrite: boolean;
}

/** When the article was published and last changed, as it is printed. */
export function ArticleDates({ session, undo, mayWrite }: Props) {
  const { articleId, doc } = session;
  const dates = useRef<HTMLDivElement>(null);
  const summary = useQuery({
    queryKey: summaryKey(articleId),
    queryFn: ({ signal }) => readSummary(articleId, signal),
  });
  useFreshSummary(session);
  const language = registeredLanguage(useDetail(doc, "language"));
  const chosen = useDetail(doc, "published");
  const words = printWords(language);
  const published = chosen !== null && isPrintable(chosen) ? chosen : (summary.data?.createdAt ?? null);
  const updated = summary.data?.updatedAt ?? null;
  const print = (instant: string) => (
    <time dateTime={instant}>{printedDate(instant, language, newsroomZone)}</time>
  );

  const write = (instant: string | null): void => {
    if (instant === chosen) return;
    const focus = (): void => dates.current?.querySelector("button")?.focus();
    undo.edit(() => detailsMap(doc).set("published", instant ?? ""), { goesOn: "published", focus });
  };

  return (
    <div ref={dates} className={styles.dates}>
      <p>
        {words.published} {published !== null && print(published)}
        {mayWrite && published !== null && (
          <PublishedEditor published={published} chosen={chosen !== null} onChange={write} />
        )}
      </p>
      <p>
        {words.updated} {updated !== null && print(updated)}
      </p>
    </div>
  );
}
