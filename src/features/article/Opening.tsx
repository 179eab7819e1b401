import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ending } from "../../session/index.ts";
import { Button, ButtonLink, FrontPage, FrontWords } from "../../ui/index.ts";
import { ArticleFrame } from "./ArticleFrame.tsx";
import sheet from "./ArticleSheet.module.css";
import { DeskLink } from "./DeskLink.tsx";
import styles from "./Opening.module.css";

/** What comes sooner is waited for without a word. Milliseconds. */
const momentMs = 300;

/** The sheet before its text is there, made only when that takes a moment. `writing` keeps the toolbar's place. */
export function Opening({ writing }: { writing: boolean }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), momentMs);
    return () => clearTimeout(timer);
  }, []);
  return slow && <Sheet writing={writing} />;
}

function Sheet({ writing }: { writing: boolean }) {
  const { t } = useTranslation("article");
  return (
    <div className={styles.opening}>
      <ArticleFrame
        busy
        bar={
          <div className="article-bar">
            <DeskLink />
            <h1 className="article-opening">
              <output>{t("loading")}</output>
            </h1>
          </div>
        }
        toolbar={writing && <span />}
      >
        <div aria-hidden="true" className={`${sheet.sheet} ${styles.sheet}`}>
          <span className={styles.trail} />
          <span className={styles.kicker} />
          <span className={styles.headline} />
          <span className={styles.headline} />
          <span className={styles.line} />
          <span className={styles.line} />
          <span className={styles.line} />
          <span className={styles.picture} />
        </div>
      </ArticleFrame>
    </div>
  );
}

interface Props {
  reason: Ending | "unreachable";
  onRetry?: () => void;
}

/** The article cannot be shown: why, and the ways on. */
export function NotOpened({ reason, onRetry }: Props) {
  const { t } = useTranslation("article");
  const again = reason === "other-person" ? t("failed.openAnew") : t("failed.retry");
  const mayHelp = onRetry && ["unreachable", "other-person", "damaged", "unknown-address"].includes(reason);
  return (
    <FrontPage title={t("failed.title")}>
      <FrontWords>
        {reason === "unknown-address"
          ? t("unknownAddress", { address: location.origin })
          : t(`failed.${reason}`)}
      </FrontWords>
      {reason === "signed-out" && (
        <ButtonLink variant="primary" wide to={`/sign-in?return=${encodeURIComponent(location.pathname)}`}>
          {t("failed.signIn")}
        </ButtonLink>
      )}
      {mayHelp && (
        <Button variant="primary" wide onClick={onRetry}>
          {again}
        </Button>
      )}
      <ButtonLink wide to="/">
        {t("backToDesk")}
      </ButtonLink>
    </FrontPage>
  );
}
