import { ImagePlus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DropHint.module.css";
import { carriesFiles } from "./transfer.ts";

/** While somebody drags files over the page: that it takes them, and where they go. Only for the eye. */
export function DropHint() {
  const { t } = useTranslation("uploads");
  const over = useFilesOver();
  if (!over) return null;
  return (
    <div className={styles.page} aria-hidden="true">
      <div className={styles.words}>
        <ImagePlus size={18} strokeWidth={1.9} />
        {t("dropHere")}
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
