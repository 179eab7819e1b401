import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnSession } from "../../domain/protocol/api.ts";
import {
  Button,
  ConfirmDialog,
  Notice,
  RelativeTime,
  showToast,
  useFailureToast,
  useFailureWords,
  Waiting,
} from "../../ui/index.ts";
import page from "./AccountPage.module.css";
import { endOtherSessions, endSession, readSessions } from "./accountApi.ts";
import styles from "./OwnSessions.module.css";

const sessionsKey = ["own-sessions"] as const;

/** Where one is signed in, and ending it there. This browser's session ends by *Sign out*. */
export function OwnSessions() {
  const { t } = useTranslation("account");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const showFailure = useFailureToast();
  const client = useQueryClient();
  const list = useQuery({ queryKey: sessionsKey, queryFn: ({ signal }) => readSessions(signal) });
  const [asking, setAsking] = useState(false);
  const onSettled = () => client.invalidateQueries({ queryKey: sessionsKey });
  const one = useMutation({
    mutationFn: ({ id }: OwnSession) => endSession(id),
    onSuccess: () => showToast({ text: t("sessionOver"), tone: "good" }),
    onError: showFailure,
    onSettled,
  });
  const others = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: () => showToast({ text: t("otherSessionsOver"), tone: "good" }),
    onError: showFailure,
    onSettled: () => {
      setAsking(false);
      return onSettled();
    },
  });

  if (list.isPending) return <Waiting label={common.t("loading")} />;
  if (!list.data)
    return (
      <>
        <Notice tone="bad">{failureWords(list.error)}</Notice>
        <div>
          <Button onClick={() => void list.refetch()}>{common.t("retry")}</Button>
        </div>
      </>
    );
  const elsewhere = list.data.some(({ current }) => !current);
  return (
    <>
      <p className={page.words}>{t(elsewhere ? "sessionsWords" : "nowhereElse")}</p>
      {/* Safari drops the list role of a list without bullets. */}
      {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list">
        {list.data.map((session) => (
          <Row
            key={session.id}
            session={session}
            busy={one.isPending && one.variables.id === session.id}
            onEnd={() => one.mutate(session)}
          />
        ))}
      </ul>
      {elsewhere && (
        <div>
          <Button onClick={() => setAsking(true)}>{t("endOthers")}</Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("endOthersTitle")}
        confirmLabel={t("endOthers")}
        danger
        busy={others.isPending}
        onConfirm={() => others.mutate()}
      >
        {t("endOthersWords")}
      </ConfirmDialog>
    </>
  );
}

function Row({ session, busy, onEnd }: { session: OwnSession; busy: boolean; onEnd(): void }) {
  const { t } = useTranslation("account");
  const { current, browser, system, createdAt, lastUsedAt } = session;
  const device =
    browser && system ? t("deviceOn", { browser, system }) : (browser ?? system ?? t("unknownDevice"));
  return (
    <li className={styles.session}>
      <div>
        <p>
          <b>{device}</b> {current && <span className={page.words}>{t("thisSession")}</span>}
        </p>
        <p className={page.words}>
          {!current && (
            <>
              {t("lastUsed")} <RelativeTime at={lastUsedAt} /> {"·"}{" "}
            </>
          )}
          {t("signedInSince")} <RelativeTime at={createdAt} />
        </p>
      </div>
      {!current && (
        <Button variant="quiet" busy={busy} aria-label={t("endSessionOf", { device })} onClick={onEnd}>
          {t("endSession")}
        </Button>
      )}
    </li>
  );
}
