import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import styles from "./ArticleBar.module.css";

/** The way back, also while the article is on its way. */
export function DeskLink() {
  const { t } = useTranslation("article");
  return (
    <Link to="/" className={styles.desk}>
      <ArrowLeft aria-hidden="true" size={18} strokeWidth={1.9} />
      <span>{t("desk")}</span>
    </Link>
  );
}
