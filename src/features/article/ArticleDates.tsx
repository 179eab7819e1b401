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
const DateEditor = later(() => import("./DateEditor.tsx").then((all) => all.DateEditor), {
  meanwhile: () => <span className={styles.change} />,
});

interface Props {
  session: ArticleSession;
  undo: Pick<ReturnType<typeof useArticleEditing>["undo"], "edit">;
  mayWrite: boolean;
}

/** When the article was published and last updated, as it is printed. A draft has no date of publication. */
export function ArticleDates({ session, undo, mayWrite }: Props) {
  const { articleId, doc } = session;
  const dates = useRef<HTMLDivElement>(null);
  const summary = useQuery({
    queryKey: summaryKey(articleId),
    queryFn: ({ signal }) => readSummary(articleId, signal),
  });
  useFreshSummary(session);
  const language = registeredLanguage(useDetail(doc, "language"));
  const words = printWords(language);
  const chosen = { published: useDetail(doc, "published"), updated: useDetail(doc, "updated") };
  const lastChange = summary.data?.updatedAt ?? null;

  const printable = (instant: string | null) => (instant !== null && isPrintable(instant) ? instant : null);
  const shown = {
    published: printable(chosen.published),
    updated: printable(chosen.updated) ?? lastChange,
  };
  const date = (which: "published" | "updated") => ({ shown: shown[which], chosen: chosen[which] !== null });

  return (
    <div ref={dates} className={styles.dates}>
      {(["published", "updated"] as const).map((which) => {
        const instant = shown[which];
        return (
          // Readers are told nothing of a date that is not there.
          <p key={which} hidden={!mayWrite && instant === null}>
            {words[which]}{" "}
            {instant !== null && (
              <time dateTime={instant}>{printedDate(instant, language, newsroomZone)}</time>
            )}
            {mayWrite && which === "published" && (
              <DateEditor published={date("published")} updated={date("updated")} onChange={write} />
            )}
          </p>
        );
      })}
    </div>
  );

  function write(which: "published" | "updated", instant: string | null): void {
    if (instant === chosen[which]) return;
    const focus = (): void => dates.current?.querySelector("button")?.focus();
    undo.edit(() => detailsMap(doc).set(which, instant ?? ""), { goesOn: which, focus });
  }
}
