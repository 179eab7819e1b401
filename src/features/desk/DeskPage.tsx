import { FilePlus2, Search, X } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { may } from "../../domain/permissions/roles.ts";
import type { ArticleSummary, DeskEvent, Person } from "../../domain/protocol/api.ts";
import type { UnsentWords } from "../../session/sendUnsent.ts";
import {
  Button,
  format,
  IconButton,
  isPageKey,
  PageBody,
  PageHead,
  showToast,
  TextField,
  useLocale,
  useMinute,
  usePageKey,
  VisuallyHidden,
} from "../../ui/index.ts";
import { ArticleList } from "./ArticleList.tsx";
import { DeskKeys } from "./DeskKeys.tsx";
import styles from "./DeskPage.module.css";
import { UnsentNotice } from "./UnsentNotice.tsx";
import { useDeskEvents } from "./useDeskEvents.ts";
import { useDeskView } from "./useDeskView.ts";
import { useNewArticle } from "./useNewArticle.ts";

export interface DeskPageProps {
  person: Person;
  /** What this browser keeps of theirs and the server is not known to have. */
  unsent: readonly UnsentWords[];
  /** The server knows the person in another role, or not at all: they may be signed out. */
  onAccessChanged(): void;
}

export function DeskPage({ person, unsent, onAccessChanged }: DeskPageProps) {
  const { t } = useTranslation("desk");
  const { view, typed, type } = useDeskView();
  const newArticle = useNewArticle();
  const news = useNews(person, onAccessChanged);
  useRoleTold(person);
  const search = useSearchKey();
  const unsentIds = useMemo(() => new Set(unsent.map(({ articleId }) => articleId)), [unsent]);
  const clearSearch = () => {
    type("");
    search.current?.focus();
  };
  const mayCreate = may(person, "article:create");
  const mayTrash = may(person, "article:trash");

  return (
    <PageBody>
      <PageHead title={t(view.trash ? "trashView" : "desk")}>
        <search className={styles.search}>
          <TextField
            ref={search}
            type="search"
            label={t("search")}
            labelHidden
            placeholder={t("search")}
            enterKeyHint="search"
            autoComplete="off"
            value={typed}
            onValueChange={type}
            before={<Search aria-hidden="true" size={17} className={styles.searchIcon} />}
            after={
              typed === "" ? (
                <kbd aria-hidden="true" className={styles.key}>
                  {"/"}
                </kbd>
              ) : (
                <IconButton label={t("clear")} icon={X} onClick={clearSearch} />
              )
            }
          />
        </search>
        {mayCreate && (
          <Button
            variant="primary"
            icon={FilePlus2}
            busy={newArticle.creating === "empty"}
            onClick={() => newArticle.create("empty")}
          >
            {t("newArticle")}
          </Button>
        )}
      </PageHead>
      {mayTrash && (
        <nav className={styles.views} aria-label={t("views")}>
          <Link to="/" className={styles.view} aria-current={view.trash ? undefined : "page"}>
            {t("articles")}
          </Link>
          <Link to="/?trash=1" className={styles.view} aria-current={view.trash ? "page" : undefined}>
            {t("trashView")}
          </Link>
          <Today />
        </nav>
      )}
      <UnsentNotice unsent={unsent} />
      <ArticleList
        view={view}
        self={person.id}
        mayTrash={mayTrash}
        mayDelete={may(person, "article:delete")}
        mayInvite={may(person, "people:invite")}
        live={news.live}
        fresh={news.fresh}
        unsent={unsentIds}
        newArticle={mayCreate ? newArticle : null}
        onClearSearch={clearSearch}
      />
      <DeskKeys trash={view.trash} mayTrash={mayTrash} />
      <VisuallyHidden>
        <output>{news.latest}</output>
      </VisuallyHidden>
    </PageBody>
  );
}

/** As under a newspaper's title. */
function Today() {
  const locale = useLocale();
  const today = new Date(useMinute());
  return (
    <span className={styles.today}>
      {format(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, today)}
    </span>
  );
}

/** Buttons come and go with one's role; says why. */
function useRoleTold({ role }: Person): void {
  const { t } = useTranslation("desk");
  const told = useRef(role);
  useEffect(() => {
    if (told.current === role) return;
    told.current = role;
    showToast({ text: t(`role.${role}`) });
  }, [role, t]);
}

/**
 * What came from others while the page was open: marked for the eye, and new articles (not every change of one)
 * read out.
 */
function useNews(
  person: Person,
  onAccessChanged: () => void,
): { fresh: ReadonlyMap<string, string>; latest: string; live: boolean } {
  const { t } = useTranslation("desk");
  const common = useTranslation();
  const [fresh, setFresh] = useState<ReadonlyMap<string, string>>(new Map());
  const [latest, setLatest] = useState("");
  const [opened] = useState(() => new Date().toISOString());
  const told = useRef(new Set<string>());

  const headlineOf = useCallback(
    (article: ArticleSummary) => article.headline || common.t("untitled"),
    [common],
  );
  const onNews = useCallback(
    (news: readonly DeskEvent[]) => {
      const changed = news.flatMap((event) => (event.kind === "changed" ? [event.article] : []));
      const marked = changed.filter(
        ({ updatedBy, updatedAt }) => updatedBy !== person.name && updatedAt > opened,
      );
      if (marked.length > 0)
        setFresh(
          (before) => new Map([...before, ...marked.map(({ id, updatedAt }) => [id, updatedAt] as const)]),
        );
      for (const article of changed) {
        const isNew = article.createdAt > opened && article.createdBy !== person.name;
        if (!isNew || told.current.has(article.id)) continue;
        told.current.add(article.id);
        setLatest(t("news", { headline: headlineOf(article), name: article.createdBy }));
      }
    },
    [opened, person.name, t, headlineOf],
  );
  const live = useDeskEvents(onNews, (role) => {
    if (role !== person.role) onAccessChanged();
  });
  return { fresh, latest, live };
}

/** «/» goes to the search from wherever one is not writing. */
function useSearchKey() {
  const field = useRef<HTMLInputElement>(null);
  const go = useCallback(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  usePageKey(asksForSearch, go);
  return field;
}

const asksForSearch = (pressed: KeyboardEvent): boolean => isPageKey(pressed, "/");
