import { useTranslation } from "react-i18next";
import { ButtonLink, DocumentTitle, EmptyState } from "../ui/index.ts";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <DocumentTitle title={t("notFoundTitle")} />
      <EmptyState
        level="h1"
        title={t("notFoundTitle")}
        actions={
          <ButtonLink to="/" variant="primary">
            {t("toDesk")}
          </ButtonLink>
        }
      >
        {t("notFoundWords")}
      </EmptyState>
    </>
  );
}
