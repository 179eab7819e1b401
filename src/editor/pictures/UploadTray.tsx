import { RotateCw, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { announce, Button, IconButton, Progress } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";
import { bringIntoView } from "./bringIntoView.ts";
import { DropHint } from "./DropHint.tsx";
import { useOutbox } from "./outbox.ts";
import { PlaceQuestion } from "./PlaceQuestion.tsx";
import styles from "./UploadTray.module.css";
import { mayRetry, type Upload } from "./uploads.ts";

/** Pictures on their way: how far each is, what went wrong, and the way out of it. */
export function UploadTray() {
  const { t } = useTranslation("uploads");
  const { pictures, mayWrite } = useArticleEditing();
  const uploads = useStore(pictures.uploads.state, (state) => state.uploads);
  useSaid(uploads);
  useLandings();
  useOutbox();
  return (
    <>
      {uploads.length > 0 && (
        <section className={styles.tray} aria-label={t("uploads")}>
          <ul className={styles.list}>
            {uploads.map((upload) => (
              <li key={upload.id} className={styles.item}>
                <img
                  className={styles.preview}
                  src={upload.preview}
                  alt=""
                  onError={(failed) => {
                    failed.currentTarget.hidden = true;
                  }}
                />
                {upload.phase === "failed" ? <Failed upload={upload} /> : <Sending upload={upload} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      <PlaceQuestion />
      {mayWrite && <DropHint />}
    </>
  );
}

/** Begun is said (a failure says itself); percentages are not. */
function useSaid(uploads: readonly Upload[]): void {
  const { t } = useTranslation("uploads");
  const before = useRef<readonly Upload[]>([]);
  useEffect(() => {
    const begun = uploads.filter(({ id }) => !before.current.some((old) => old.id === id)).length;
    before.current = uploads;
    if (begun > 0) announce(t("begun", { count: begun }));
  }, [uploads, t]);
}

/** Says where each picture has come to. One that was moved is shown there too, and takes the keyboard along. */
function useLandings(): void {
  const { t } = useTranslation("uploads");
  const { pictures } = useArticleEditing();
  useEffect(
    () =>
      pictures.onLanded(({ media, place, after, moved }) => {
        const what = moved ? "moved" : "added";
        announce(
          place === "lead" ? t(`${what}.lead`) : after ? t(`${what}.after`, { after }) : t(`${what}.start`),
        );
        if (moved) requestAnimationFrame(() => goTo(media));
      }),
    [pictures, t],
  );
}

function goTo(media: string): void {
  const picture = document.querySelector(`[data-media="${CSS.escape(media)}"]`);
  if (!picture) return;
  bringIntoView(picture);
  picture.querySelector<HTMLElement>("[data-change-place]")?.focus({ preventScroll: true });
}

function Sending({ upload }: { upload: Upload }) {
  const { t } = useTranslation("uploads");
  const { pictures } = useArticleEditing();
  return (
    <>
      <div className={styles.words}>
        {/* Once all is sent, the server makes its sizes for nobody knows how long. */}
        <Progress label={upload.file.name} value={upload.progress < 1 ? upload.progress : null} />
      </div>
      <IconButton
        label={t("cancel", { name: upload.file.name })}
        icon={X}
        onClick={() => pictures.uploads.cancel(upload.id)}
      />
    </>
  );
}

function Failed({ upload }: { upload: Upload }) {
  const { t } = useTranslation("uploads");
  const { pictures } = useArticleEditing();
  const problem = upload.problem ?? "internal";
  return (
    <>
      <div className={styles.words}>
        <span className={styles.name}>{upload.file.name}</span>
        <p className={styles.problem} role="alert">
          {t(`problem.${problem}`)}
        </p>
        {mayRetry(problem) && (
          <div>
            <Button icon={RotateCw} onClick={() => pictures.uploads.retry(upload.id)}>
              {t("retry")}
            </Button>
          </div>
        )}
      </div>
      <IconButton
        label={t("dismiss", { name: upload.file.name })}
        icon={X}
        onClick={() => pictures.uploads.cancel(upload.id)}
      />
    </>
  );
}
