import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { Button, FrontPage, FrontWords } from "../ui/index.ts";

/** Something threw while showing a page, or its code did not arrive. The words of an article are kept elsewhere. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  useEffect(() => reportError(error), [error]);
  return (
    <FrontPage title={t("brokenTitle")}>
      <FrontWords>{t("brokenWords")}</FrontWords>
      <Button variant="primary" wide onClick={() => location.reload()}>
        {t("reload")}
      </Button>
      <Button wide onClick={() => location.assign("/")}>
        {t("toDesk")}
      </Button>
    </FrontPage>
  );
}
