import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { VisuallyHidden } from "../../ui/index.ts";
import day from "./DayList.module.css";
import styles from "./DeskSkeleton.module.css";

/** Shares of their column that grey headlines take; uneven, as headlines are. */
const widths = ["62%", "48%", "71%", "39%", "66%", "54%", "74%", "45%"];

/** The desk's lines before they are there, as high as they will be. Appears only when they take a moment. */
export function DeskSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={`${day.list} ${styles.skeleton}`}>
      <VisuallyHidden>
        <output>{t("loading")}</output>
      </VisuallyHidden>
      <div aria-hidden="true" className={day.day}>
        <div className={day.title}>
          <Bar width="5rem" />
        </div>
        <div>
          {widths.map((width) => (
            <div key={width} className={styles.row}>
              <Bar width={width} />
              <Bar width="9rem" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

const Bar = ({ width }: { width: string }) => (
  <div className={styles.bar} style={{ "--width": width } as CSSProperties} />
);
