import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, ImageUp, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";
import { changePlace } from "./changePlace.ts";
import { FilePicker } from "./FilePicker.tsx";
import styles from "./Picture.module.css";
import { useTakenAway } from "./useTakenAway.ts";

export interface PictureToolsProps {
  media: string;
  /** It is the lead picture. */
  leads?: boolean;
  onRemove: () => void;
  /** For pictures that stand between paragraphs; null where there is nothing to move over. */
  onMoveUp?: (() => void) | null;
  onMoveDown?: (() => void) | null;
  /** Where it stands in the body, or stood last. */
  place?: () => number;
}

/** They stand over the picture and move nothing. */
export function PictureTools(props: PictureToolsProps) {
  const { media, leads = false, onRemove, onMoveUp, onMoveDown, place } = props;
  const { t } = useTranslation("uploads");
  const editing = useArticleEditing();
  const input = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useTakenAway(root, media, place);
  return (
    <div ref={root} className={styles.reach} data-figure-tools contentEditable={false}>
      <div className={styles.tools}>
        {onMoveUp !== undefined && (
          <IconButton
            label={t("moveUp")}
            icon={ArrowUp}
            disabled={!onMoveUp}
            onClick={onMoveUp ?? undefined}
          />
        )}
        {onMoveDown !== undefined && (
          <IconButton
            label={t("moveDown")}
            icon={ArrowDown}
            disabled={!onMoveDown}
            onClick={onMoveDown ?? undefined}
          />
        )}
        <IconButton
          label={t(leads ? "moveToText" : "makeLead")}
          icon={leads ? ArrowDownToLine : ArrowUpToLine}
          data-change-place
          onClick={() => changePlace(editing, media)}
        />
        <IconButton label={t("replace")} icon={ImageUp} onClick={() => input.current?.click()} />
        <IconButton label={t("remove")} icon={Trash2} onClick={onRemove} />
        <FilePicker input={input} onFiles={([file]) => file && editing.pictures.replace(media, file)} />
      </div>
    </div>
  );
}
