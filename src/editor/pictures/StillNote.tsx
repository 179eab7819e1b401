import { useTranslation } from "react-i18next";
import { Button, Notice } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";

/** At an animation that was just added: that it moves no more. */
export function StillNote({ media }: { media: string }) {
  const { t } = useTranslation("uploads");
  const { pictures } = useArticleEditing();
  return (
    <div data-figure-tools contentEditable={false}>
      <Notice
        action={
          <Button variant="quiet" onClick={() => pictures.forgetStill(media)}>
            {t("stillUnderstood")}
          </Button>
        }
      >
        {t("still")}
      </Notice>
    </div>
  );
}
