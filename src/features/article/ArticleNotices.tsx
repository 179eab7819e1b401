import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { may } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import type { ArticleSession } from "../../session/index.ts";
import { Button, Notice, showToast, useFailureWords } from "../../ui/index.ts";
import styles from "./ArticleNotices.module.css";
import { changeTrash, readSummary } from "./articleApi.ts";
import { articleText } from "./articleText.ts";
import { CopyButton } from "./CopyButton.tsx";
import { summaryKey } from "./freshSummary.ts";
import { useSessionState } from "./useOpenArticle.ts";

/** Why one may not write here, and what one can do about it. At most one reason is told, the gravest. */
export function ArticleNotices({ session, self }: { session: ArticleSession; self: Person }) {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const state = useSessionState(session, (state) => state);
  const summary = useQuery({
    queryKey: summaryKey(session.articleId),
    queryFn: ({ signal }) => readSummary(session.articleId, signal),
  });
  const trashed = state.trashed !== null || (!state.mayWrite && Boolean(summary.data?.trashedAt));

  const reason = (): ReactNode => {
    if (state.ended === "forbidden" || state.ended === "not-found")
      return (
        <Notice
          tone="bad"
          action={<CopyButton text={() => articleText(session.doc)} label={t("copyUnsaved")} />}
        >
          {t(`readOnly.${state.ended}`)}
        </Notice>
      );
    if (state.outdated)
      return (
        <Notice tone="warn" action={<Button onClick={() => location.reload()}>{t("reload")}</Button>}>
          {words.t("outdated")}
        </Notice>
      );
    if (trashed)
      return (
        <Notice
          tone="warn"
          action={may(self.role, "article:trash") && <RestoreButton articleId={session.articleId} />}
        >
          {state.trashed ? words.t("trashed", { name: state.trashed.by }) : t("trash.here")}
        </Notice>
      );
    if (!state.mayWrite && !state.ended && !state.refusal && state.person)
      return <Notice>{t("readOnly.guest")}</Notice>;
    return null;
  };

  return (
    <div className={styles.notices}>
      {reason()}
      {state.mayWrite && state.offlineCopy === "unavailable" && (
        <Notice tone="warn">{words.t("offlineCopyUnavailable")}</Notice>
      )}
    </div>
  );
}

function RestoreButton({ articleId }: { articleId: string }) {
  const { t } = useTranslation("article");
  const failureWords = useFailureWords();
  const queries = useQueryClient();
  const [working, setWorking] = useState(false);
  const restore = async (): Promise<void> => {
    setWorking(true);
    try {
      await changeTrash(articleId, false);
      await queries.invalidateQueries();
    } catch (failure) {
      showToast({ tone: "bad", text: failureWords(failure) });
    } finally {
      setWorking(false);
    }
  };
  return (
    <Button busy={working} onClick={() => void restore()}>
      {t("trash.restore")}
    </Button>
  );
}
