import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary, ArticleList as Page, Trash } from "../../domain/protocol/api.ts";
import {
  Button,
  ButtonLink,
  EmptyState,
  later,
  Notice,
  useFailureToast,
  useFailureWords,
  useOpening,
  VisuallyHidden,
} from "../../ui/index.ts";
import { DayList } from "./DayList.tsx";
import styles from "./DeskPage.module.css";
import type { Question } from "./DeskQuestion.tsx";
import { DeskSkeleton } from "./DeskSkeleton.tsx";
import { type DeskView, readArticles, readTrash } from "./deskApi.ts";
import { type DeskPages, pagesOf } from "./deskNews.ts";
import { EmptyDesk } from "./EmptyDesk.tsx";
import { othersIn } from "./Others.tsx";
import { useDeletion } from "./useDeletion.ts";
import { viewKey } from "./useDeskEvents.ts";
import type { NewArticle } from "./useNewArticle.ts";
import { useRowFocus } from "./useRowFocus.ts";
import type { ChangeTrash } from "./useTrash.ts";
import { useTrash } from "./useTrash.ts";

const DeskQuestion = later(() => import("./DeskQuestion.tsx").then((all) => all.DeskQuestion), {
  when: "asked",
});

export interface ArticleListProps {
  view: DeskView;
  /** The id of who looks. */
  self: string;
  mayTrash: boolean;
  /** For good. */
  mayDelete: boolean;
  mayInvite: boolean;
  /** False while no news comes from the server. */
  live: boolean;
  /** Article id → the `updatedAt` that came while the page was open. */
  fresh: ReadonlyMap<string, string>;
  /** Ids of articles with words that only this browser has. */
  unsent: ReadonlySet<string>;
  /** Null where the person may not create any. */
  newArticle: NewArticle | null;
  onClearSearch(): void;
}

export function ArticleList(props: ArticleListProps) {
  const { view, self, mayTrash, mayDelete, live, fresh, unsent } = props;
  const { t } = useTranslation("desk");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const change = useTrash();
  const question = useOpening<Question>();
  const { begin } = question;
  const onTrash: ChangeTrash = useCallback(
    (article, trashed) => {
      const asks = trashed && othersIn(article, self).count > 0;
      if (!asks) change(article, trashed);
      else {
        DeskQuestion.prepare();
        begin({ kind: "trash", article });
      }
      return !asks;
    },
    [change, begin, self],
  );
  const onDelete = useCallback(
    (article: ArticleSummary) => {
      DeskQuestion.prepare();
      begin({ kind: "delete", article });
    },
    [begin],
  );
  const deletion = useDeletion();
  const onConfirm = (): void => {
    const { about } = question;
    if (about?.kind === "trash") change(about.article, true);
    if (about?.kind === "delete") void deletion.remove(about.article);
    if (about?.kind === "empty") void deletion.empty(about.until);
  };
  const list = useInfiniteQuery<Page, Error, DeskPages, ReturnType<typeof viewKey>, string | null>({
    queryKey: viewKey(view),
    queryFn: ({ pageParam, signal }) => readArticles(view, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    // Words are typed faster than answered: the last answer stays until the next is here.
    placeholderData: (before, query) => (query?.queryKey[1].trash === view.trash ? before : undefined),
  });
  const pages = useMemo(() => pagesOf(list.data), [list.data]);
  const count = pages.reduce((sum, page) => sum + page.length, 0);

  /** Searched words for which similar ones were found. */
  const similar = list.data?.pages[0]?.similar ?? [];

  // The first lines are made in pieces, so that a key or a press need not wait for the last of them.
  const answered = useDeferredValue(!list.isPending, false);
  // Of an answer to other words, only what was found is worth showing.
  const waiting = list.isPending || !answered || (list.isPlaceholderData && count === 0);
  useRowFocus(!waiting);
  if (waiting) return <DeskSkeleton />;
  if (list.isError && count === 0)
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
      {(!live || (list.isError && !list.isFetchNextPageError)) && (
        <div className={styles.notice}>
          <Notice
            tone="warn"
            action={
              <Button variant="quiet" onClick={() => void list.refetch()}>
                {common.t("retry")}
              </Button>
            }
          >
            {t(live ? "listStale" : "listOffline")}
          </Notice>
        </div>
      )}
      {view.search !== "" && !list.isPlaceholderData && (
        <VisuallyHidden>
          <output>{t(list.hasNextPage ? "foundMore" : "found", { count })}</output>
        </VisuallyHidden>
      )}
      {view.search !== "" && similar.length > 0 && count > 0 && (
        <p className={styles.notice}>{t("similar", { words: similar.join(", ") })}</p>
      )}
      {count === 0 ? (
        <Nothing {...props} />
      ) : (
        <>
          {view.trash && mayDelete && view.search === "" && (
            <EmptyTrash
              onAsk={(trash) => {
                DeskQuestion.prepare();
                begin({ kind: "empty", ...trash });
              }}
            />
          )}
          <DayList
            self={self}
            pages={pages}
            fresh={fresh}
            unsent={unsent}
            onTrash={mayTrash ? onTrash : null}
            onDelete={mayDelete ? onDelete : null}
          />
        </>
      )}
      {question.about && (
        <DeskQuestion
          question={question.about}
          self={self}
          open={question.open}
          onOpenChange={question.setOpen}
          onConfirm={onConfirm}
        />
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

function Nothing({ view, newArticle, mayInvite, onClearSearch }: ArticleListProps) {
  const { t } = useTranslation("desk");
  if (view.search !== "")
    return (
      <EmptyState
        title={t("nothingFound")}
        actions={
          <>
            <Button variant="primary" onClick={onClearSearch}>
              {t("clearSearch")}
            </Button>
            {!view.trash && newArticle && (
              <ButtonLink to={`/?${new URLSearchParams({ trash: "1", search: view.search })}`}>
                {t("searchTrash")}
              </ButtonLink>
            )}
          </>
        }
      >
        <p>{t(view.trash ? "nothingInTrashWords" : "nothingFoundWords", { search: view.search })}</p>
        <p>{t("nothingFoundHint")}</p>
      </EmptyState>
    );
  if (view.trash)
    return (
      <EmptyState title={t("trashEmpty")} actions={<ButtonLink to="/">{t("backToArticles")}</ButtonLink>}>
        {t("trashEmptyWords")}
      </EmptyState>
    );
  return <EmptyDesk newArticle={newArticle} mayInvite={mayInvite} />;
}

/** Asks the server first how much that is, also beyond what the list has loaded. */
function EmptyTrash({ onAsk }: { onAsk(trash: Trash): void }) {
  const { t } = useTranslation("desk");
  const showFailure = useFailureToast();
  const { mutate, isPending } = useMutation({
    mutationFn: readTrash,
    onSuccess: onAsk,
    onError: showFailure,
  });
  return (
    <div className={styles.emptyTrash}>
      <Button busy={isPending} onClick={() => mutate()}>
        {t("emptyTrash")}
      </Button>
    </div>
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
