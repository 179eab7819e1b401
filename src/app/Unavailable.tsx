import { useTranslation } from "react-i18next";
import { Button, EmptyState, useFailureWords } from "../ui/index.ts";

/** The server did not say who is signed in. */
export function Unavailable({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  return (
    <main>
      <EmptyState
        level="h1"
        title={t("unavailableTitle")}
        actions={<Button onClick={onRetry}>{t("retry")}</Button>}
      >
        <p role="alert">{failureWords(error)}</p>
      </EmptyState>
    </main>
  );
}
