import { Popover } from "@base-ui/react/popover";
import { CalendarClock } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { newsroomZone } from "../../domain/export/dates.ts";
import { Button, useClosing } from "../../ui/index.ts";
import styles from "./ArticleDates.module.css";
import { fromWallTime, toWallTime } from "./wallTime.ts";

/** While a year is being typed it passes through 0002, 0020 and 0202. */
const earliest = "1800";

interface ArticleDate {
  /** The instant that the page shows; null for none. */
  shown: string | null;
  /** Somebody chose it. */
  chosen: boolean;
}

/** Changes when the article is said to have been published, and last updated. A draft is offered the present minute. */
export function DateEditor({
  published,
  updated,
  onChange,
}: {
  published: ArticleDate;
  updated: ArticleDate;
  onChange: (which: "published" | "updated", instant: string | null) => void;
}) {
  const { t } = useTranslation("article");
  const mayChange = useClosing();
  const [now, setNow] = useState(thisMinute);
  return (
    <Popover.Root
      onOpenChange={(open, details) => {
        if (open) setNow(thisMinute());
        mayChange(open, details);
      }}
    >
      <Popover.Trigger className={styles.change} aria-label={t("published.change")}>
        <CalendarClock aria-hidden="true" size={16} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="start">
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{t("published.title")}</Popover.Title>
            <DateField
              label={t("published.when")}
              instant={published.shown ?? now}
              onChange={(instant) => onChange("published", instant)}
            />
            {published.chosen && (
              <div className={styles.actions}>
                <Popover.Close render={<Button />} onClick={() => onChange("published", null)}>
                  {t("published.reset")}
                </Popover.Close>
              </div>
            )}
            <DateField
              label={t("updated.when")}
              instant={updated.shown ?? now}
              onChange={(instant) => onChange("updated", instant)}
            />
            {updated.chosen && (
              <div className={styles.actions}>
                <Popover.Close render={<Button />} onClick={() => onChange("updated", null)}>
                  {t("updated.reset")}
                </Popover.Close>
              </div>
            )}
            <div className={styles.actions}>
              <Popover.Close
                render={<Button variant="primary" />}
                onClick={() => published.shown === null && onChange("published", now)}
              >
                {t("published.done")}
              </Popover.Close>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function DateField({
  label,
  instant,
  onChange,
}: {
  label: ReactNode;
  instant: string;
  onChange: (instant: string) => void;
}) {
  const { t } = useTranslation("article");
  const id = useId();
  return (
    <>
      <label htmlFor={id}>
        {label} <span className={styles.zone}>({t("date.zone")})</span>
      </label>
      <input
        id={id}
        type="datetime-local"
        defaultValue={toWallTime(instant, newsroomZone)}
        onChange={(changed) => {
          const next = fromWallTime(changed.currentTarget.value, newsroomZone);
          if (next !== null && next >= earliest) onChange(next);
        }}
      />
    </>
  );
}

/** Dates are printed to the minute. */
const thisMinute = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
