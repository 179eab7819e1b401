import { ImagePlus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DropHint.module.css";
import { carriesFiles } from "./transfer.ts";
import { usePictureDrag } from "./usePictureDrag.ts";

/**
 * While somebody drags files over the page, or one of the article's pictures: that the page takes them, and where they go.
 * Only for the eye. The pictures are taken here, too.
 */
export function DropHint() {
  const { t } = useTranslation("uploads");
  const files = useFilesOver();
  const picture = usePictureDrag(styles.place);
  if (!files && picture === null) return null;
  return (
    <div className={styles.page} aria-hidden="true">
      <div className={styles.words}>
        <ImagePlus size={18} strokeWidth={1.9} />
        {t(files ? "dropHere" : picture === "lead" ? "dropLead" : "dropPicture")}
      </div>
    </div>
  );
}

function useFilesOver(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent): void => setOver(carriesFiles(event.dataTransfer));
    // Leaving one element for another is no end; leaving the window is.
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const end = (): void => setOver(false);
    document.addEventListener("dragenter", enter);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", end, true);
    document.addEventListener("dragend", end);
    return () => {
      document.removeEventListener("dragenter", enter);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", end, true);
      document.removeEventListener("dragend", end);
    };
  }, []);
  return over;
}
