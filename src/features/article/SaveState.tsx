import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type ArticleSession, type SaveState as Save, saveLabel } from "../../session/index.ts";
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
  const state = useSessionState(session, (state) => state);
  const { key, count } = saveLabel(state);
  const Icon = icons[state.save.kind];
  const idle = state.save.kind === "offline" && state.save.changes === 0 ? state.ended : null;
  return (
    <div className={styles.saving} data-kind={state.save.kind}>
      <output
        aria-label={t("saveState")}
        aria-live="off"
        className={styles.state}
        data-kind={state.save.kind}
      >
        <Icon aria-hidden="true" className={styles.icon} size={16} />
        <span className={styles.words}>{idle ? t(`ended.${idle}`) : words.t(key, { count })}</span>
      </output>
      {state.save.kind === "offline" && !state.ended && (
        <Button variant="quiet" onClick={() => session.connect()}>
          {t("tryNow")}
        </Button>
      )}
    </div>
  );
}
