import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./FrontPage.module.css";
import { useLocale } from "./language.ts";
import { LanguageSwitch } from "./PageChoices.tsx";
import { DocumentTitle } from "./PageHead.tsx";
import { format, useMinute } from "./time.tsx";
import { useFirstPaint } from "./useFirstPaint.ts";

/** A page outside the newsroom's own: the masthead, the date, what there is to do, and the language. */
export function FrontPage({
  title,
  foot,
  children,
}: {
  title: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  useFirstPaint();
  const locale = useLocale();
  const today = new Date(useMinute());
  return (
    <div className="front-page">
      <DocumentTitle title={title} />
      <div className="front-sheet">
        <header className={styles.masthead}>
          <p className="front-name">{"Foureyes"}</p>
          <p className={styles.folio}>
            {format(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, today)}
          </p>
          <p className={styles.motto}>{t("motto")}</p>
        </header>
        <main className={styles.main}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </main>
        <footer className={styles.foot}>
          {foot && <div className={styles.footWords}>{foot}</div>}
          <LanguageSwitch labelHidden />
        </footer>
      </div>
    </div>
  );
}

/** What a front page says under its title. */
export const FrontWords = ({ children }: { children: ReactNode }) => (
  <p className={styles.words}>{children}</p>
);
