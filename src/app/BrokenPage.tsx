import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { Button, EmptyState } from "../ui/index.ts";

/** Something threw while showing a page, or its code did not arrive. The words of an article are kept elsewhere. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  useEffect(() => reportError(error), [error]);
  return (
    <main>
      <title>{`${t("brokenTitle")} · Foureyes`}</title>
      <EmptyState
        level="h1"
        title={t("brokenTitle")}
        actions={
          <>
            <Button variant="primary" onClick={() => location.reload()}>
              {t("reload")}
            </Button>
            <Button onClick={() => location.assign("/")}>{t("toDesk")}</Button>
          </>
        }
      >
        {t("brokenWords")}
      </EmptyState>
    </main>
  );
}
