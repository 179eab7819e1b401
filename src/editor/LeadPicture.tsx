import { ImagePlus } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button } from "../ui/index.ts";
import { useArticleEditing } from "./editingContext.ts";
import styles from "./LeadPicture.module.css";
import { FilePicker } from "./pictures/FilePicker.tsx";
import { Picture } from "./pictures/Picture.tsx";
import { carriesFiles, pictureFiles } from "./pictures/transfer.ts";
import { useLeadMedia } from "./pictures/usePicture.ts";

/** The picture that opens the article, or the place where it will stand. */
export function LeadPicture() {
  const { t } = useTranslation("pictures");
  const { doc, mayWrite, pictures } = useArticleEditing();
  const media = useLeadMedia(doc);
  const [removed, setRemoved] = useState<string | null>(null);
  const figure = useCaptionOfChosen(media);

  if (media !== null)
    return (
      <figure ref={figure} className={styles.figure} aria-label={t("leadPicture")}>
        <Picture
          key={media}
          media={media}
          name={t("leadPicture")}
          onRemove={() => {
            setRemoved(media);
            pictures.removeLead();
          }}
        />
      </figure>
    );
  return mayWrite ? <EmptyLead takesFocus={removed !== null} onFocused={() => setRemoved(null)} /> : null;
}

/** The button that chose the picture goes as the picture comes: the keyboard goes on in the caption, unless it is elsewhere. */
function useCaptionOfChosen(media: string | null) {
  const figure = useRef<HTMLElement>(null);
  const { pictures } = useArticleEditing();
  const coming = useRef(false);
  useEffect(
    () =>
      pictures.uploads.state.subscribe(({ uploads }) => {
        if (uploads.some(({ place }) => place.kind === "lead")) coming.current = true;
      }),
    [pictures],
  );
  useEffect(() => {
    if (media === null || !coming.current) return;
    coming.current = false;
    if (document.activeElement === document.body)
      figure.current?.querySelector<HTMLElement>(".article-text")?.focus();
  }, [media]);
  return figure;
}

function EmptyLead({ takesFocus, onFocused }: { takesFocus: boolean; onFocused: () => void }) {
  const { t } = useTranslation("pictures");
  const { pictures } = useArticleEditing();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const coming = useStore(pictures.uploads.state, ({ uploads }) =>
    uploads.find(({ place, phase }) => place.kind === "lead" && phase !== "failed"),
  );
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The pressed button is gone with the picture; the keyboard goes on from here.
    if (!takesFocus) return;
    button.current?.querySelector("button")?.focus();
    onFocused();
  });

  if (coming)
    return (
      <div
        className="upload-placeholder"
        data-phase={coming.phase}
        style={{ "--progress": coming.progress } as React.CSSProperties}
        aria-hidden="true"
      >
        <img alt="" src={coming.preview} />
      </div>
    );
  const takesFiles = (event: DragEvent): boolean => carriesFiles(event.dataTransfer);
  return (
    <div
      ref={button}
      className={styles.empty}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!takesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!takesFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const [first, ...rest] = pictureFiles(event.dataTransfer);
        if (first) pictures.addLead(first);
        if (rest.length > 0) pictures.add(rest);
      }}
    >
      <Button variant="quiet" icon={ImagePlus} onClick={() => input.current?.click()}>
        {t("chooseLead")}
      </Button>
      <span className={styles.orDrop}>{t("orDrop")}</span>
      <FilePicker input={input} onFiles={([file]) => file && pictures.addLead(file)} />
    </div>
  );
}
