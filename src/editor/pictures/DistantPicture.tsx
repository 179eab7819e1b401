import type { CSSProperties } from "react";
import { assetSize, mediaEntry, mediaText } from "../../domain/article/document.ts";
import { useArticleEditing } from "../editingContext.ts";
import styles from "./Picture.module.css";
import fileStyles from "./PictureFile.module.css";
import { useNear } from "./useNear.ts";
import { useTextValue } from "./usePicture.ts";

interface Props {
  media: string;
  name: string;
  /** What the picture stands in. */
  element: Element;
  /** Whether the whole picture is printed. */
  printed: boolean;
  onNear: () => void;
}

/** Stands for a picture far from the window: as large, with the words that are printed, without file, editors and tools. */
export function DistantPicture({ media, name, element, printed, onNear }: Props) {
  useNear(element, printed, onNear);
  const { doc } = useArticleEditing();
  const entry = mediaEntry(doc, media);
  const size = entry && assetSize(entry);
  const shape = size && { "--ratio": size.width / size.height, "--width": `${size.width}px` };
  const words = {
    caption: useTextValue(mediaText(doc, media, "caption")),
    credit: useTextValue(mediaText(doc, media, "credit")),
  };
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as the picture that it stands for
    <div role="group" aria-label={name} className={styles.picture} data-media={media}>
      <div className={fileStyles.box} style={{ ...shape } as CSSProperties} />
      <div className={styles.texts}>
        {(["caption", "credit"] as const).map((field) => (
          <div key={field} className={styles.text} data-field={field}>
            {words[field] || <br />}
          </div>
        ))}
      </div>
    </div>
  );
}
