import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { mediaText } from "../../domain/article/document.ts";
import { type MediaFieldName, mediaFieldNames } from "../../domain/article/fields.ts";
import { fieldValue } from "../../domain/article/fieldValue.ts";
import { withoutMarkTowers } from "../../domain/article/markTowers.ts";
import { later } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";
import { FieldEditor } from "../FieldEditor.tsx";
import { useTurn } from "../turns.ts";
import styles from "./Picture.module.css";
import { PictureFile } from "./PictureFile.tsx";
import type { PictureToolsProps } from "./PictureTools.tsx";
import { useMediaAsset } from "./usePicture.ts";

const PictureTools = later(async () => {
  const [all] = await Promise.all([import("./PictureTools.tsx"), i18next.loadNamespaces("uploads")]);
  return all.PictureTools;
});
const StillNote = later(() => import("./StillNote.tsx").then((all) => all.StillNote));

interface Props extends PictureToolsProps {
  /** Accessible name of the group. */
  name: string;
  /** Its texts become editors, and its tools come, when there is time; until then it can only be read. */
  patient?: boolean;
  /** The caret leaves the texts at their start or end; false goes to the neighbour on the page. */
  onLeave?: (direction: "forward" | "backward") => boolean;
}

/** A picture with its texts, as it is printed; the tools show while one is at it. */
export function Picture({ media, name, patient = false, onLeave, ...tools }: Props) {
  const { mayWrite, pictures } = useArticleEditing();
  const ready = useTurn(patient);
  const still = useStore(pictures.stills, (all) => all.has(media));
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset does not shrink with its column
    <div role="group" aria-label={name} className={styles.picture} data-media={media}>
      <div className={styles.stage}>
        <PictureFile media={media} replacing={useReplacing(media)} drags={mayWrite && tools.leads} />
        {mayWrite && ready && <PictureTools media={media} {...tools} />}
      </div>
      {still && <StillNote media={media} />}
      <div className={styles.texts} data-written={mayWrite || undefined}>
        {mediaFieldNames.map((field) => (
          <PictureText key={field} media={media} field={field} editable={ready} onLeave={onLeave} />
        ))}
      </div>
    </div>
  );
}

interface TextProps {
  media: string;
  field: MediaFieldName;
  editable: boolean;
  onLeave: Props["onLeave"];
}

function PictureText({ media, field, editable, onLeave }: TextProps) {
  const { t } = useTranslation("pictures");
  const { doc, mayWrite } = useArticleEditing();
  // Also says when a damaged entry gets its text.
  useMediaAsset(doc, media);
  const text = mediaText(doc, media, field);
  if (!text) return null;
  const outermost = (direction: "forward" | "backward"): boolean =>
    field === mediaFieldNames[direction === "forward" ? mediaFieldNames.length - 1 : 0];
  return (
    <div className={styles.text} data-field={field} data-label={t(field)}>
      {editable ? (
        <FieldEditor
          text={text}
          label={t(field)}
          placeholder={t(`${field}.placeholder`)}
          {...(onLeave && {
            leave: (direction, next) => (outermost(direction) ? onLeave(direction) : next()),
          })}
        />
      ) : (
        <ReadText
          words={withoutMarkTowers(fieldValue(text))}
          placeholder={mayWrite ? t(`${field}.placeholder`) : ""}
        />
      )}
    </div>
  );
}

/** As the editor will look, so that nothing moves when it comes. */
const ReadText = ({ words, placeholder }: { words: string; placeholder: string }) => (
  <div>
    <div
      className={`ProseMirror article-text article-field${words === "" ? " is-empty" : ""}`}
      data-placeholder={placeholder}
    >
      {words === "" ? <br /> : words}
    </div>
  </div>
);

/** How far a replacement of this picture is; null while there is none. */
function useReplacing(media: string): number | null {
  const { pictures } = useArticleEditing();
  return useStore(pictures.uploads.state, ({ uploads }) => {
    const upload = uploads.find(({ place }) => place.kind === "replace" && place.media === media);
    return upload && upload.phase !== "failed" ? upload.progress : null;
  });
}
