import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { UnsentWords } from "../../session/sendUnsent.ts";
import { Notice } from "../../ui/index.ts";
import styles from "./DeskPage.module.css";

/** What becomes of words that are not on their way to the server at the moment, with the articles they belong to. */
export function UnsentNotice({ unsent }: { unsent: readonly UnsentWords[] }) {
  const { t } = useTranslation(["desk", "common"]);
  const session = useTranslation("session");
  const waiting = unsent.filter(({ state }) => state === "offline");
  const kept = unsent.filter(({ state }) => state === "kept");
  if (waiting.length + kept.length === 0) return null;
  const list = (words: readonly UnsentWords[]) =>
    words.map(({ articleId, headline, reason }) => (
      <p key={articleId}>
        <Link to={`/articles/${articleId}`}>{headline || t("common:untitled")}</Link>
        {reason && (
          <>
            {": "}
            {session.t(reason)}
          </>
        )}
      </p>
    ));
  return (
    <div className={styles.notice}>
      <Notice tone="warn" title={t("unsent")}>
        {waiting.length > 0 && <p>{t("unsentOffline")}</p>}
        {list(waiting)}
        {kept.length > 0 && <p>{t("unsentKept")}</p>}
        {list(kept)}
      </Notice>
    </div>
  );
}
