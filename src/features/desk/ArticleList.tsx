import { useInfiniteQuery } from "@tanstack/react-query";
import { FilePlus2, Newspaper } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary, ArticleList as Page } from "../../domain/protocol/api.ts";
import {
  Button,
  EmptyState,
  format,
  Notice,
  useFailureWords,
  useLocale,
  useMinute,
  VisuallyHidden,
  Waiting,
} from "../../ui/index.ts";
import { ArticleRow, type TrashAction } from "./ArticleRow.tsx";
import styles from "./DeskPage.module.css";
import { byDay, daysBetween, startOfDay } from "./days.ts";
import { type DeskView, readArticles } from "./deskApi.ts";
import { articlesOf, type DeskPages } from "./deskNews.ts";
import { viewKey } from "./useDeskEvents.ts";
import type { NewArticle } from "./useNewArticle.ts";
import { useTrash } from "./useTrash.ts";

export interface ArticleListProps {
  view: DeskView;
  mayTrash: boolean;
  /** Article id → the `updatedAt` that came while the page was open. */
  fresh: ReadonlyMap<string, string>;
  /** Null where the person may not create any. */
  newArticle: NewArticle | null;
  onClearSearch(): void;
}

export function ArticleList({ view, mayTrash, fresh, newArticle, onClearSearch }: ArticleListProps) {
  const { t } = useTranslation("desk");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const trash = useTrash();
  const list = useInfiniteQuery<Page, Error, DeskPages, ReturnType<typeof viewKey>, string | null>({
    queryKey: viewKey(view),
    queryFn: ({ pageParam, signal }) => readArticles(view, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    // Words are typed faster than answered: the last answer stays until the next is here.
    placeholderData: (before, query) => (query?.queryKey[1].trash === view.trash ? before : undefined),
  });
  const articles = useMemo(() => articlesOf(list.data), [list.data]);
  const onTrash: TrashAction = mayTrash ? trash : null;

  if (list.isPending) return <Waiting label={common.t("loading")} />;
  if (list.isError && articles.length === 0)
    return (
      <EmptyState
        title={t("listFailed")}
        actions={<Button onClick={() => void list.refetch()}>{common.t("retry")}</Button>}
      >
        <p role="alert">{failureWords(list.error)}</p>
      </EmptyState>
    );

  return (
    <>
      {list.isError && !list.isFetchNextPageError && (
        <div className={styles.notice}>
          <Notice
            tone="warn"
            action={
              <Button variant="quiet" onClick={() => void list.refetch()}>
                {common.t("retry")}
              </Button>
            }
          >
            {t("listStale")} {failureWords(list.error)}
          </Notice>
        </div>
      )}
      {view.search !== "" && !list.isPlaceholderData && (
        <VisuallyHidden>
          <output>{t(list.hasNextPage ? "foundMore" : "found", { count: articles.length })}</output>
        </VisuallyHidden>
      )}
      {articles.length === 0 ? (
        <Nothing view={view} newArticle={newArticle} onClearSearch={onClearSearch} />
      ) : (
        <Days articles={articles} fresh={fresh} onTrash={onTrash} />
      )}
      {list.hasNextPage && (
        <More
          busy={list.isFetchingNextPage}
          failed={list.isFetchNextPageError}
          onMore={() => void list.fetchNextPage()}
        />
      )}
    </>
  );
}

function Days({
  articles,
  fresh,
  onTrash,
}: {
  articles: readonly ArticleSummary[];
  fresh: ReadonlyMap<string, string>;
  onTrash: TrashAction;
}) {
  const locale = useLocale();
  const today = startOfDay(new Date(useMinute()));
  return byDay(articles).map((day) => (
    <section key={day.start} className={styles.day} aria-label={dayName(day.start, today, locale)}>
      <h2 className={styles.dayTitle}>{dayName(day.start, today, locale)}</h2>
      {/* Safari drops the list role of a list without bullets. */}
      {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list">
        {day.articles.map((article) => (
          <ArticleRow
            key={article.id}
            article={article}
            fresh={fresh.get(article.id) === article.updatedAt}
            onTrash={onTrash}
          />
        ))}
      </ul>
    </section>
  ));
}

/** «Today», «Yesterday», then the date. */
function dayName(start: number, today: number, locale: string): string {
  const ago = daysBetween(start, today);
  if (ago === 0 || ago === 1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day");
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  const sameYear = new Date(start).getFullYear() === new Date(today).getFullYear();
  return format(
    locale,
    { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) },
    new Date(start),
  );
}

function Nothing({
  view,
  newArticle,
  onClearSearch,
}: Pick<ArticleListProps, "view" | "newArticle" | "onClearSearch">) {
  const { t } = useTranslation("desk");
  if (view.search !== "")
    return (
      <EmptyState
        title={t("nothingFound")}
        actions={<Button onClick={onClearSearch}>{t("clearSearch")}</Button>}
      >
        {t("nothingFoundWords", { search: view.search })}
      </EmptyState>
    );
  if (view.trash) return <EmptyState title={t("trashEmpty")}>{t("trashEmptyWords")}</EmptyState>;
  if (!newArticle) return <EmptyState title={t("deskEmpty")}>{t("deskEmptyGuest")}</EmptyState>;
  return (
    <EmptyState
      title={t("deskEmpty")}
      actions={
        <>
          <Button
            icon={FilePlus2}
            busy={newArticle.creating === "empty"}
            onClick={() => newArticle.create("empty")}
          >
            {t("firstArticle")}
          </Button>
          <Button
            icon={Newspaper}
            busy={newArticle.creating === "example"}
            onClick={() => newArticle.create("example")}
          >
            {t("createExample")}
          </Button>
        </>
      }
    >
      {t("deskEmptyWords")}
    </EmptyState>
  );
}

/** Asks for more before one reaches the end; the button is for keyboards, and for after a failure. */
function More({ busy, failed, onMore }: { busy: boolean; failed: boolean; onMore(): void }) {
  const { t } = useTranslation("desk");
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!end.current || busy || failed) return;
    const observer = new IntersectionObserver(
      // A busy page gets several at once, the last one being how it is now.
      (entries) => {
        if (entries.at(-1)?.isIntersecting) latest.current();
      },
      { rootMargin: "1200px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [busy, failed]);
  return (
    <div ref={end} className={styles.more}>
      {failed && <Notice tone="warn">{t("moreFailed")}</Notice>}
      <Button busy={busy} onClick={onMore}>
        {t("showMore")}
      </Button>
    </div>
  );
}
