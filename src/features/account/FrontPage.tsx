import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { format, useLocale, useMinute } from "../../ui/index.ts";
import styles from "./FrontPage.module.css";

/** The page before one is signed in: the masthead, the date, and what there is to do. */
export function FrontPage({
  title,
  foot,
  children,
}: {
  title: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation("account");
  const locale = useLocale();
  const today = new Date(useMinute());
  return (
    <div className={styles.page}>
      <title>{`${title} · Foureyes`}</title>
      <div className={styles.sheet}>
        <header className={styles.masthead}>
          <p className={styles.name}>Foureyes</p>
          <p className={styles.folio}>
            {format(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, today)}
          </p>
          <p className={styles.motto}>{t("motto")}</p>
        </header>
        <main className={styles.main}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </main>
        {foot && <footer className={styles.foot}>{foot}</footer>}
      </div>
    </div>
  );
}

export const FrontWords = ({ children }: { children: ReactNode }) => (
  <p className={styles.words}>{children}</p>
);
