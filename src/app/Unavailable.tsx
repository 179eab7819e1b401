import { useTranslation } from "react-i18next";
import { isSignOutDue } from "../session/signOut.ts";
import { Button, FrontPage, Notice, useFailureWords } from "../ui/index.ts";

/** The server did not say who is signed in. */
export function Unavailable({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  return (
    <FrontPage
      title={t("unavailableTitle")}
      foot={t(isSignOutDue() ? "signedOutOffline" : "unavailableWords")}
    >
      <Notice tone="bad">{failureWords(error)}</Notice>
      <Button variant="primary" wide onClick={onRetry}>
        {t("retry")}
      </Button>
    </FrontPage>
  );
}
