import { ImagePlus } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button } from "../ui/index.ts";
import { useArticleEditing } from "./editingContext.ts";
import styles from "./LeadPicture.module.css";
import { FilePicker, useFilePicker } from "./pictures/FilePicker.tsx";
import { Picture } from "./pictures/Picture.tsx";
import { carriesFiles, pictureFiles } from "./pictures/transfer.ts";
import { useLeadMedia } from "./pictures/usePicture.ts";

/** The picture that opens the article, or the place where it will stand. */
export function LeadPicture() {
  const { t } = useTranslation("pictures");
  const { doc, mayWrite, pictures } = useArticleEditing();
  const media = useLeadMedia(doc);
  const removedHere = useRef(false);

  if (media !== null)
    return (
      <figure className={styles.figure} aria-label={t("leadPicture")}>
        <Picture
          key={media}
          media={media}
          name={t("leadPicture")}
          onRemove={() => {
            removedHere.current = true;
            pictures.removeLead();
          }}
        />
      </figure>
    );
  return mayWrite ? <EmptyLead removedHere={removedHere} /> : null;
}

function EmptyLead({ removedHere }: { removedHere: { current: boolean } }) {
  const { t } = useTranslation("pictures");
  const { pictures } = useArticleEditing();
  const [over, setOver] = useState(false);
  const picker = useFilePicker((files) => files[0] && pictures.addLead(files[0]));
  const coming = useStore(pictures.uploads.state, ({ uploads }) =>
    uploads.find(({ place, phase }) => place.kind === "lead" && phase !== "failed"),
  );
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The pressed button is gone with the picture; the keyboard goes on from here.
    if (removedHere.current) button.current?.querySelector("button")?.focus();
    removedHere.current = false;
  }, [removedHere]);

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
      <Button variant="quiet" icon={ImagePlus} onClick={picker.open}>
        {t("chooseLead")}
      </Button>
      <FilePicker picker={picker} />
    </div>
  );
}
