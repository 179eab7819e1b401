import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import { VisuallyHidden } from "../../ui/index.ts";
import day from "./DayList.module.css";
import { ColumnHeads } from "./DayList.tsx";
import styles from "./DeskSkeleton.module.css";

/** When grey lines show in a page that is being loaded. Milliseconds. */
const shownMs = 550;

/** Shares of their column that grey headlines take; uneven, as headlines are. */
const widths = ["62%", "48%", "71%", "39%", "66%", "54%", "74%", "45%"];

/** The desk's lines before they are there, as high as they will be. Appears only when they take a moment. */
export function DeskSkeleton() {
  const { t } = useTranslation();
  // The server's own, which it takes the place of (src/ui/firstPaint.css), shows already.
  const [shows] = useState(() => performance.now() > shownMs && document.getElementById("first") !== null);
  return (
    <div className={`${day.list} ${styles.skeleton}`} data-shows={shows} aria-busy>
      <VisuallyHidden>
        <output>{t("loading")}</output>
      </VisuallyHidden>
      <ColumnHeads />
      <div aria-hidden="true" className={day.day}>
        <div className={`${day.title} ${styles.title}`}>
          <Bar width="5rem" />
        </div>
        <div>
          {widths.map((width) => (
            <div key={width} className={styles.row} data-line>
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
