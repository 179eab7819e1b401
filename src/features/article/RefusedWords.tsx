import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSession } from "../../session/index.ts";
import { Button } from "../../ui/index.ts";
import { CopyButton } from "./CopyButton.tsx";
import styles from "./OverArticle.module.css";
import { useSessionState } from "./useOpenArticle.ts";

/**
 * Words that the server does not take are shown until their person has kept them elsewhere; only then does this
 * browser forget them and open the article as it is saved.
 */
export function RefusedWords({ session, onForgotten }: { session: ArticleSession; onForgotten: () => void }) {
  const { t } = useTranslation("article");
  const words = useTranslation("session");
  const id = useId();
  const refusal = useSessionState(session, (state) => state.refusal);
  const [forgetting, setForgetting] = useState(false);
  const kept = useSessionState(session, (state) => state.refusal !== null && state.offlineCopy === "kept");
  if (!refusal) return null;
  /** A newer page sends what this browser keeps. */
  const reloads = refusal.reason === "outdated" && kept;

  const forget = async (): Promise<void> => {
    setForgetting(true);
    await session.discardLocal();
    onForgotten();
  };

  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup className={styles.over}>
            <AlertDialog.Title className={styles.title}>{words.t("refusal.title")}</AlertDialog.Title>
            <AlertDialog.Description className={styles.words}>
              {words.t(`refusal.${refusal.reason}`)}{" "}
              {reloads
                ? t("refusal.explainReload")
                : refusal.text === ""
                  ? `${words.t("refusal.noWords")} ${t("refusal.explainNoWords")}`
                  : t(refusal.reason === "deleted" ? "refusal.explainDeleted" : "refusal.explain")}
            </AlertDialog.Description>
            {refusal.text !== "" && (
              <textarea
                id={id}
                aria-label={words.t("refusal.words")}
                className={styles.kept}
                readOnly
                rows={8}
                value={refusal.text}
              />
            )}
            <div className={styles.actions}>
              {refusal.text !== "" && (
                <CopyButton
                  text={() => refusal.text}
                  label={words.t("refusal.copy")}
                  onRefused={() => (document.getElementById(id) as HTMLTextAreaElement | null)?.select()}
                />
              )}
              {reloads ? (
                <Button variant="primary" onClick={() => location.reload()}>
                  {t("reload")}
                </Button>
              ) : (
                <Button variant="primary" busy={forgetting} onClick={() => void forget()}>
                  {t(refusal.text === "" ? "refusal.continue" : "refusal.kept")}
                </Button>
              )}
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
