import { type CSSProperties, type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { format, useLocale, useMinute, useTouch } from "../../ui/index.ts";
import { ArticleRow } from "./ArticleRow.tsx";
import styles from "./DayList.module.css";
import { byDay, daysBetween, startOfDay } from "./days.ts";
import type { DeleteAction } from "./useDeletion.ts";
import type { TrashAction } from "./useTrash.ts";

export interface DayListProps {
  /** The id of who looks. */
  self: string;
  pages: readonly (readonly ArticleSummary[])[];
  /** Article id → the `updatedAt` that came while the page was open. */
  fresh: ReadonlyMap<string, string>;
  /** Ids of articles with words that only this browser has. */
  unsent: ReadonlySet<string>;
  onTrash: TrashAction;
  onDelete: DeleteAction;
}

/**
 * The articles under the days of their last change. The arrow keys, Home and End go from article to article, Delete
 * does what the row's button does.
 */
export function DayList({ self, pages, fresh, unsent, onTrash, onDelete }: DayListProps) {
  const locale = useLocale();
  const today = startOfDay(new Date(useMinute()));
  const touch = useTouch();
  const act = (id: string | undefined): boolean => {
    const article = pages.flat().find((each) => each.id === id);
    return article !== undefined && onTrash !== null && onTrash(article, article.trashedAt === null);
  };
  return (
    // The keys are a way beside the links and buttons inside, which are what a reader is told of.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.list} onKeyDown={(press) => goByKey(press, act)}>
      <ColumnHeads />
      {byDay(pages).map((day) => (
        <section key={day.start} className={styles.day} aria-label={dayName(day.start, today, locale)}>
          <h2 className={styles.title} data-paper={fullDate(day.start, locale)}>
            <span>{dayName(day.start, today, locale)}</span>
          </h2>
          <div>
            {day.chunks.map(({ key, articles }) => (
              <Chunk key={key} {...{ self, touch, articles, fresh, unsent, onTrash, onDelete }} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** Read out once, before the list; a phone has no columns. */
export function ColumnHeads() {
  const { t } = useTranslation("desk");
  return (
    <div className={styles.heads}>
      <span>{t("column.headline")}</span>
      <div className={styles.factHeads}>
        <span>{t("column.section")}</span>
        <span>{t("column.changedBy")}</span>
        <span>{t("column.changed")}</span>
      </div>
    </div>
  );
}

interface ChunkProps {
  self: string;
  touch: boolean;
  articles: readonly ArticleSummary[];
  fresh: DayListProps["fresh"];
  unsent: DayListProps["unsent"];
  onTrash: TrashAction;
  onDelete: DeleteAction;
}

const Chunk = memo(function Chunk({ self, touch, articles, fresh, unsent, onTrash, onDelete }: ChunkProps) {
  return (
    // Safari drops the list role of a list without bullets.
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles
    <ul role="list" className={styles.chunk} style={{ "--rows": articles.length } as CSSProperties}>
      {articles.map((article) => (
        <ArticleRow
          key={article.id}
          article={article}
          self={self}
          touch={touch}
          fresh={isFresh(article, fresh)}
          unsent={unsent.has(article.id)}
          onTrash={onTrash}
          onDelete={onDelete}
        />
      ))}
    </ul>
  );
}, looksTheSame);

const isFresh = (article: ArticleSummary, fresh: ChunkProps["fresh"]): boolean =>
  fresh.get(article.id) === article.updatedAt;

function looksTheSame(before: ChunkProps, after: ChunkProps): boolean {
  return (
    before.onTrash === after.onTrash &&
    before.onDelete === after.onDelete &&
    before.touch === after.touch &&
    before.articles.length === after.articles.length &&
    after.articles.every(
      (article, at) =>
        article === before.articles[at] &&
        isFresh(article, before.fresh) === isFresh(article, after.fresh) &&
        before.unsent.has(article.id) === after.unsent.has(article.id),
    )
  );
}

const fullDate = (start: number, locale: string): string =>
  format(locale, { dateStyle: "full" }, new Date(start));

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

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** `act` does what the row's button does; false where the row stays for now. */
function goByKey(press: KeyboardEvent<HTMLElement>, act: (articleId: string | undefined) => boolean): void {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return;
  const step = steps[press.key];
  const row = (press.target as HTMLElement).closest("li");
  if (!row || (!step && press.key !== "Delete")) return;
  press.preventDefault();
  const rows = [...press.currentTarget.querySelectorAll("li")];
  const at = rows.indexOf(row);
  const focus = (to: HTMLLIElement | undefined): void => to?.querySelector("a")?.focus();
  if (step) return focus(rows[step(at, rows.length - 1)]);
  // The row goes away: the keyboard stays in the list, on its neighbour.
  if (act(row.dataset["article"])) focus(rows[at + 1] ?? rows[at - 1]);
}
