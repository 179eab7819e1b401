import { Popover } from "@base-ui/react/popover";
import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { detailsMap } from "../../domain/article/document.ts";
import { isPrintable, newsroomZone, printedDate } from "../../domain/export/dates.ts";
import { printWords, registeredLanguage } from "../../domain/export/language.ts";
import type { ArticleSession } from "../../session/index.ts";
import { Button } from "../../ui/index.ts";
import styles from "./ArticleDates.module.css";
import { readSummary } from "./articleApi.ts";
import { summaryKey, useFreshSummary } from "./freshSummary.ts";
import { useDetail } from "./useOpenArticle.ts";
import { fromWallTime, toWallTime } from "./wallTime.ts";

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

/** While a year is being typed it passes through 0002, 0020 and 0202. */
const earliest = "1800";

function PublishedEditor({
  published,
  chosen,
  onChange,
}: {
  published: string;
  chosen: boolean;
  onChange: (instant: string | null) => void;
}) {
  const { t } = useTranslation("article");
  const id = useId();
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.change} aria-label={t("published.change")}>
        <CalendarClock aria-hidden="true" size={16} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="start">
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{t("published.title")}</Popover.Title>
            <label htmlFor={id}>
              {t("published.when")} <span className={styles.zone}>({t("published.zone")})</span>
            </label>
            <input
              id={id}
              type="datetime-local"
              defaultValue={toWallTime(published, newsroomZone)}
              onChange={(changed) => {
                const instant = fromWallTime(changed.currentTarget.value, newsroomZone);
                if (instant !== null && instant >= earliest) onChange(instant);
              }}
            />
            <div className={styles.actions}>
              <Popover.Close render={<Button variant="primary" />}>{t("published.done")}</Popover.Close>
              {chosen && (
                <Popover.Close render={<Button />} onClick={() => onChange(null)}>
                  {t("published.creation")}
                </Popover.Close>
              )}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
