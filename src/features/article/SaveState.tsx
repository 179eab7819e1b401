import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { shallow } from "zustand/shallow";
import {
  type ArticleSession,
  type SaveState as Save,
  type SessionState,
  saveLabel,
} from "../../session/index.ts";
import { Button } from "../../ui/index.ts";
import styles from "./SaveState.module.css";
import { useSessionState } from "./useOpenArticle.ts";

const icons = {
  saved: Check,
  saving: LoaderCircle,
  offline: CloudOff,
  "not-saved": TriangleAlert,
} as const satisfies Record<Save["kind"], unknown>;

/** Says whether every word is committed. What of it is read out, and when, `useNews` decides. */
export function SaveState({ session }: { session: ArticleSession }) {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const { kind, ended, idle, key, count } = useShownSaving(session);
  const Icon = icons[kind];
  return (
    <div className={styles.saving} data-kind={kind}>
      <output aria-label={t("saveState")} aria-live="off" className={styles.state} data-kind={kind}>
        <Icon aria-hidden="true" className={styles.icon} size={16} />
        <span className={styles.words}>{idle ? t(`ended.${idle}`) : words.t(key, { count })}</span>
      </output>
      {kind === "offline" && !ended && (
        <Button variant="quiet" onClick={() => session.connect()}>
          {t("tryNow")}
        </Button>
      )}
    </div>
  );
}

/** Why the line ended, where no words wait for it; null otherwise. */
const idleEnding = ({ save, ended }: SessionState): SessionState["ended"] =>
  save.kind === "offline" && save.changes === 0 ? ended : null;

/**
 * In short, for where the bar is scrolled away: that words are not saved, beside the tools; on a reader's page, which
 * has none, that what one reads may have changed. Read out by `useNews`.
 */
export function SaveTrouble({ session, mayWrite }: { session: ArticleSession; mayWrite: boolean }) {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const kind = useSessionState(session, ({ save }) =>
    save.kind === "offline" || save.kind === "not-saved" ? save.kind : null,
  );
  const idle = useSessionState(session, idleEnding);
  // Why the line ended, a reader's page says in a notice or a dialog.
  if (!kind || (!mayWrite && idle)) return null;
  const Icon = icons[kind];
  return (
    <span
      aria-hidden="true"
      className={`${styles.state} ${styles.trouble} ${mayWrite ? "" : styles.alone}`}
      data-kind={kind}
    >
      <Icon className={styles.icon} size={16} />
      <span className={styles.short}>{idle ? t(`ended.${idle}`) : words.t(`inShort.${kind}`)}</span>
    </span>
  );
}

/** «Saved» shows once it has held so long: while one types, it comes and goes with every key. Milliseconds. */
const calmMs = 400;

const whatShows = (state: SessionState) => ({
  kind: state.save.kind,
  ended: state.ended,
  idle: idleEnding(state),
  ...saveLabel(state),
});

/** The state in words; never «saved» before it is, and never longer: it is gone before the key's own event is over. */
function useShownSaving(session: ArticleSession): ReturnType<typeof whatShows> {
  const [shown, setShown] = useState(() => whatShows(session.state.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      const now = whatShows(session.state.getState());
      setShown((before) => (shallow(before, now) ? before : now));
    };
    const follow = ({ save }: SessionState): void => {
      clearTimeout(timer);
      if (save.kind === "saved") timer = setTimeout(show, calmMs);
      else flushSync(show);
    };
    show();
    const stop = session.state.subscribe(follow);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session]);
  return shown;
}
