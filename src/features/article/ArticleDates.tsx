import { useQuery } from "@tanstack/react-query";
import { detailsMap } from "../../domain/article/document.ts";
import { isPrintable, newsroomZone, printedDate } from "../../domain/export/dates.ts";
import { printWords, registeredLanguage } from "../../domain/export/language.ts";
import type { ArticleSession } from "../../session/index.ts";
import { later } from "../../ui/index.ts";
import styles from "./ArticleDates.module.css";
import { readSummary } from "./articleApi.ts";
import { summaryKey, useFreshSummary } from "./freshSummary.ts";
import { useDetail } from "./useOpenArticle.ts";

// Its place is kept, so that no line moves when it comes.
const PublishedEditor = later(
  () => import("./PublishedEditor.tsx").then((all) => all.PublishedEditor),
  () => <span className={styles.change} />,
);

interface Props {
  session: ArticleSession;
  /** Under which the change is one of the own edits, so that undo knows it. */
  origin: object;
  mayWrite: boolean;
}

/** When the article was published and last changed, as it is printed. */
export function ArticleDates({ session, origin, mayWrite }: Props) {
  const { articleId, doc } = session;
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
    if (instant !== chosen) doc.transact(() => detailsMap(doc).set("published", instant ?? ""), origin);
  };

  return (
    <div className={styles.dates}>
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
