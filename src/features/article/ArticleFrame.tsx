import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SkipLink, useFocusOnArrival } from "../../ui/index.ts";
import styles from "./ArticleFrame.module.css";

interface Props {
  /** What belongs to the whole article. */
  bar: ReactNode;
  /** Tools for the text; a page without them leaves their row out. */
  toolbar?: ReactNode;
  /** What the reader has to know now; in view wherever the page is scrolled to. */
  notices?: ReactNode;
  /** A quiet line at the foot. */
  length?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** Tools above, the sheet below; the same while the article is on its way, so that nothing jumps when it is here. */
export function ArticleFrame({ bar, toolbar, notices, length, busy, children }: Props) {
  const { t } = useTranslation("article");
  const common = useTranslation();
  const main = useFocusOnArrival();
  return (
    <div className={styles.page}>
      <SkipLink to="content">{common.t("skip")}</SkipLink>
      <header className={styles.tools} aria-label={t("tools")}>
        {bar}
        <div className={styles.stuck}>
          {toolbar && <div className={styles.toolbar}>{toolbar}</div>}
          {notices}
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1} aria-busy={busy || undefined}>
        {children}
      </main>
      {length}
    </div>
  );
}
