import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { may } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import type { ArticleSession, NotSavedReason } from "../../session/index.ts";
import { Button, Notice, showToast, useFailureWords, whenOver } from "../../ui/index.ts";
import styles from "./ArticleNotices.module.css";
import { changeTrash, readSummary } from "./articleApi.ts";
import { articleText } from "./articleText.ts";
import { CopyButton } from "./CopyButton.tsx";
import { summaryKey } from "./freshSummary.ts";
import { useSessionState } from "./useOpenArticle.ts";

interface Props {
  session: ArticleSession;
  self: Person;
}

/** Why one may not write here or why nothing is saved, and what one can do about it: the gravest reason only. */
export function ArticleNotices({ session, self }: Props) {
  const { t } = useTranslation("session");
  const unkept = useSessionState(
    session,
    ({ mayWrite, offlineCopy }) => mayWrite && offlineCopy === "unavailable",
  );
  const reason = useReason(session, self);
  if (!reason && !unkept) return null;
  return (
    <div className={styles.notices}>
      {reason}
      {unkept && <Notice tone="warn">{t("offlineCopyUnavailable")}</Notice>}
    </div>
  );
}

function useReason(session: ArticleSession, self: Person): ReactNode {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const state = useSessionState(session, ({ ended, outdated, trashed, mayWrite, save, refusal, person }) => ({
    ended,
    outdated,
    trashed,
    mayWrite,
    passing: save.kind === "not-saved" && isPassing(save.reason) ? save.reason : null,
    guest: !mayWrite && !ended && !refusal && person !== null,
  }));
  const summary = useQuery({
    queryKey: summaryKey(session.articleId),
    queryFn: ({ signal }) => readSummary(session.articleId, signal),
  });
  const copy = <CopyButton text={() => articleText(session.doc)} label={t("copyUnsaved")} />;

  if (state.ended === "forbidden" || state.ended === "not-found" || state.ended === "deleted")
    return (
      <Notice tone="bad" action={copy}>
        {t(`readOnly.${state.ended}`)}
      </Notice>
    );
  if (state.ended === "damaged" || state.ended === "unknown-address")
    return (
      <Notice
        tone="bad"
        action={
          <>
            <Button onClick={() => session.connect()}>{t("tryNow")}</Button>
            {copy}
          </>
        }
      >
        {state.ended === "damaged" ? t("damaged") : t("unknownAddress", { address: location.origin })}
      </Notice>
    );
  if (state.outdated)
    return (
      <Notice tone="warn" action={<Button onClick={() => location.reload()}>{t("reload")}</Button>}>
        {words.t("outdated")}
      </Notice>
    );
  if (state.trashed !== null || (!state.mayWrite && Boolean(summary.data?.trashedAt)))
    return (
      <Notice
        tone="warn"
        action={may(self, "article:trash") && <RestoreButton articleId={session.articleId} />}
      >
        {state.trashed ? words.t("trashed", { name: state.trashed.by }) : t("trash.here")}
      </Notice>
    );
  if (state.passing)
    return (
      <Notice tone="bad" action={copy}>
        {t(`notSaved.${state.passing}`)}
      </Notice>
    );
  if (state.guest) return <Notice>{t("readOnly.guest")}</Notice>;
  return null;
}

/** Reasons that end by themselves; the others have a dialog or words of their own. */
const passing = ["not-storing", "colleague"] as const;
const isPassing = (reason: NotSavedReason): reason is (typeof passing)[number] =>
  (passing as readonly NotSavedReason[]).includes(reason);

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
      showToast({ tone: "bad", text: failureWords(failure), over: whenOver(failure) });
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
