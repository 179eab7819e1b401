import { useTranslation } from "react-i18next";
import type { Ending } from "../../session/index.ts";
import { Button, ButtonLink, EmptyState } from "../../ui/index.ts";
import styles from "./Opening.module.css";

/** The sheet before its text is there; shows only when that takes a moment. */
export function Opening() {
  const { t } = useTranslation("article");
  return (
    <main className={styles.opening} aria-busy="true">
      <output className={styles.spoken}>{t("loading")}</output>
      <div aria-hidden="true" className={styles.sheet}>
        <span className={styles.trail} />
        <span className={styles.headline} />
        <span className={styles.headline} />
        <span className={styles.line} />
        <span className={styles.line} />
        <span className={styles.picture} />
      </div>
    </main>
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
  const mayHelp = onRetry && (reason === "unreachable" || reason === "other-person");
  return (
    <main>
      <EmptyState
        level="h1"
        title={t("failed.title")}
        actions={
          <>
            <ButtonLink to="/">{t("backToDesk")}</ButtonLink>
            {reason === "signed-out" && (
              <ButtonLink variant="primary" to={`/sign-in?return=${encodeURIComponent(location.pathname)}`}>
                {t("failed.signIn")}
              </ButtonLink>
            )}
            {mayHelp && (
              <Button variant="primary" onClick={onRetry}>
                {again}
              </Button>
            )}
          </>
        }
      >
        {t(`failed.${reason}`)}
      </EmptyState>
    </main>
  );
}
