import { Popover } from "@base-ui/react/popover";
import { CalendarClock } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { newsroomZone } from "../../domain/export/dates.ts";
import { Button, useClosing } from "../../ui/index.ts";
import styles from "./ArticleDates.module.css";
import { fromWallTime, toWallTime } from "./wallTime.ts";

/** While a year is being typed it passes through 0002, 0020 and 0202. */
const earliest = "1800";

/** Changes when the article is said to have been published, or last updated. */
export function DateEditor({
  which,
  shown,
  chosen,
  onChange,
}: {
  which: "published" | "updated";
  /** The instant that the page shows; null for none. */
  shown: string | null;
  /** Somebody chose it. */
  chosen: boolean;
  onChange: (instant: string | null) => void;
}) {
  const { t } = useTranslation("article");
  const id = useId();
  const mayChange = useClosing();
  return (
    <Popover.Root onOpenChange={mayChange}>
      <Popover.Trigger className={styles.change} aria-label={t(`${which}.change`)}>
        <CalendarClock aria-hidden="true" size={16} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="start">
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{t(`${which}.title`)}</Popover.Title>
            <label htmlFor={id}>
              {t("date.when")} <span className={styles.zone}>({t("date.zone")})</span>
            </label>
            <input
              id={id}
              type="datetime-local"
              defaultValue={shown === null ? "" : toWallTime(shown, newsroomZone)}
              onChange={(changed) => {
                const instant = fromWallTime(changed.currentTarget.value, newsroomZone);
                if (instant !== null && instant >= earliest) onChange(instant);
              }}
            />
            <div className={styles.actions}>
              <Popover.Close render={<Button variant="primary" />}>{t("date.done")}</Popover.Close>
              {shown === null && (
                <Popover.Close render={<Button />} onClick={() => onChange(thisMinute())}>
                  {t("date.now")}
                </Popover.Close>
              )}
              {chosen && (
                <Popover.Close render={<Button />} onClick={() => onChange(null)}>
                  {t(`${which}.reset`)}
                </Popover.Close>
              )}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Dates are printed to the minute. */
const thisMinute = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
