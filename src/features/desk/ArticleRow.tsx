import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { format, RelativeTime, useLocale } from "../../ui/index.ts";
import styles from "./ArticleRow.module.css";
import { Others } from "./Others.tsx";
import { RowActions } from "./RowActions.tsx";
import type { DeleteAction } from "./useDeletion.ts";
import type { TrashAction } from "./useTrash.ts";

/** One line of the desk. `fresh` marks a change that came while the page was open. */
export const ArticleRow = memo(function ArticleRow({
  article,
  self,
  touch,
  fresh,
  unsent,
  onTrash,
  onDelete,
}: {
  article: ArticleSummary;
  /** The id of who looks. */
  self: string;
  touch: boolean;
  fresh: boolean;
  /** Words of it are only in this browser. */
  unsent: boolean;
  onTrash: TrashAction;
  onDelete: DeleteAction;
}) {
  const { t } = useTranslation(["desk", "common"]);
  const locale = useLocale();
  const headline = article.headline || t("common:untitled");
  return (
    <li className={styles.row} data-article={article.id} data-fresh={fresh || undefined}>
      <div className={styles.words}>
        {article.kicker && (
          <p lang={article.language} className={styles.kicker}>
            {article.kicker}
          </p>
        )}
        <Link
          to={`/articles/${article.id}`}
          className={styles.headline}
          lang={article.headline === "" ? undefined : article.language}
          data-untitled={article.headline === "" || undefined}
          onPointerEnter={({ currentTarget: link }) => {
            link.title = link.scrollHeight > link.clientHeight ? headline : "";
          }}
        >
          {headline}
        </Link>
        {unsent && <p className={styles.unsent}>{t("unsent")}</p>}
        {article.deleteAt !== null && (
          <p className={styles.until}>
            {t("deletedOn", { date: format(locale, { dateStyle: "medium" }, new Date(article.deleteAt)) })}
            {onDelete && !touch && (
              <button
                type="button"
                className={styles.deleteNow}
                aria-label={t("delete", { headline })}
                onClick={() => onDelete(article)}
              >
                {t("deleteNow")}
              </button>
            )}
          </p>
        )}{" "}
        <Others article={article} self={self} />
      </div>
      <div className={styles.facts}>
        {article.section && <span className={styles.section}>{article.section}</span>}
        <span className={styles.who}>{article.updatedBy}</span>
        <span className={styles.when}>
          <RelativeTime at={article.updatedAt} />
        </span>
      </div>
      {onTrash && (
        <div className={styles.action}>
          <RowActions {...{ article, headline, touch, onTrash, onDelete }} />
        </div>
      )}
    </li>
  );
});
