import { useTranslation } from "react-i18next";
import { ButtonLink, EmptyState } from "../ui/index.ts";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <title>{`${t("notFoundTitle")} · Foureyes`}</title>
      <EmptyState
        level="h1"
        title={t("notFoundTitle")}
        actions={<ButtonLink to="/">{t("toDesk")}</ButtonLink>}
      >
        {t("notFoundWords")}
      </EmptyState>
    </>
  );
}
