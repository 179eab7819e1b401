import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

/** The way back, also while the article is on its way. */
export function DeskLink() {
  const { t } = useTranslation("article");
  return (
    <Link to="/" className="article-desk">
      <ArrowLeft aria-hidden="true" size={18} strokeWidth={1.9} />
      <span>{t("desk")}</span>
    </Link>
  );
}
