import { ImagePlus } from "lucide-react";
import { type DragEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button } from "../ui/index.ts";
import { useArticleEditing } from "./editingContext.ts";
import styles from "./LeadPicture.module.css";
import { bringIntoView } from "./pictures/bringIntoView.ts";
import { FilePicker } from "./pictures/FilePicker.tsx";
import { Picture } from "./pictures/Picture.tsx";
import { carriesFiles, droppedFiles } from "./pictures/transfer.ts";
import { useLeadMedia } from "./pictures/usePicture.ts";

/** The picture that opens the article, or the place where it will stand. */
export function LeadPicture() {
  const { t } = useTranslation("pictures");
  const { doc, mayWrite, pictures } = useArticleEditing();
  const media = useLeadMedia(doc);
  const figure = useRef<HTMLElement>(null);
  const empty = useRef<HTMLDivElement>(null);
  useKeptFocus(media, figure, empty);
  useCaptionOfChosen(media, figure);

  if (media !== null)
    return (
      <figure ref={figure} className={styles.figure} data-lead-place aria-label={t("leadPicture")}>
        <Picture
          key={media}
          media={media}
          name={t("leadPicture")}
          onRemove={() => pictures.removeLead()}
          leads
        />
      </figure>
    );
  return mayWrite ? <EmptyLead place={empty} /> : null;
}

/**
 * The picture and the place without one take turns, by a button, undo, redo or a colleague. Whoever's keyboard was in
 * the one goes on in the other.
 */
function useKeptFocus(media: string | null, ...places: RefObject<HTMLElement | null>[]): void {
  const held = useRef(false);
  const both = useRef(places);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      held.current = both.current.some(({ current }) => current?.contains(target as Node));
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    for (const { current } of both.current)
      current?.querySelector<HTMLElement>(media === null ? "button" : ".article-text")?.focus();
  }, [media]);
}

/** The button that chose the picture goes as the picture comes: the keyboard goes on in the caption, unless it is elsewhere. */
function useCaptionOfChosen(media: string | null, figure: RefObject<HTMLElement | null>): void {
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
  }, [media, figure]);
}

function EmptyLead({ place }: { place: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation("pictures");
  const { pictures } = useArticleEditing();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const coming = useStore(pictures.uploads.state, ({ uploads }) =>
    uploads.find(({ place, phase }) => place.kind === "lead" && phase !== "failed"),
  );
  if (coming)
    return (
      <div
        className="upload-placeholder"
        data-phase={coming.phase}
        style={{ "--progress": coming.progress } as React.CSSProperties}
        aria-hidden="true"
      >
        <img alt="" src={coming.preview} onLoad={({ currentTarget }) => bringIntoView(currentTarget)} />
      </div>
    );
  const takesFiles = (event: DragEvent): boolean => carriesFiles(event.dataTransfer);
  return (
    <div
      ref={place}
      className={styles.empty}
      data-lead-place
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
        pictures.addLead(droppedFiles(event.dataTransfer));
      }}
    >
      <Button variant="quiet" icon={ImagePlus} onClick={() => input.current?.click()}>
        {t("chooseLead")}
      </Button>
      <span className={styles.orDrop}>{t("orDrop")}</span>
      <FilePicker input={input} onFiles={(files) => pictures.addLead(files)} />
    </div>
  );
}
