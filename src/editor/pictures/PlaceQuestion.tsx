import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button, Dialog } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";
import { useLeadMedia } from "./usePicture.ts";

/** Asks where pictures go that were added while the caret was nowhere in the body. */
export function PlaceQuestion() {
  const { t } = useTranslation("uploads");
  const { doc, pictures } = useArticleEditing();
  const count = useStore(pictures.asking, ({ files }) => files.length);
  const led = useLeadMedia(doc) !== null;
  return (
    <Dialog
      open={count > 0}
      onOpenChange={(open) => !open && pictures.answer(null)}
      title={t("place", { count: count || 1 })}
      actions={
        <>
          <Button onClick={() => pictures.answer("body")}>{t("place.body")}</Button>
          <Button variant="primary" onClick={() => pictures.answer("lead")}>
            {t("place.lead")}
          </Button>
        </>
      }
    >
      <p>{t(led ? "place.over" : "place.free", { count: count || 1 })}</p>
    </Dialog>
  );
}
