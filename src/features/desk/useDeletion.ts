import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { showToast, useFailureToast } from "../../ui/index.ts";
import { deleteArticle, emptyTrash } from "./deskApi.ts";
import { deskKey, workIn } from "./useDeskEvents.ts";

/** `null` where the person may not. */
export type DeleteAction = ((article: ArticleSummary) => void) | null;

/** Deletes one article, or all that was in the trash until a moment, for good: nothing brings them back. */
export function useDeletion(): {
  remove(article: ArticleSummary): Promise<void>;
  empty(until: string): Promise<void>;
} {
  const { t } = useTranslation(["desk", "common"]);
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const trying = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (failure) {
      showFailure(failure);
    }
    await client.invalidateQueries({ queryKey: deskKey });
  };
  return {
    remove: (article) =>
      trying(async () => {
        await deleteArticle(article.id);
        workIn(client, [{ kind: "removed", id: article.id }]);
        showToast({ text: t("deleted", { headline: article.headline || t("common:untitled") }) });
      }),
    empty: (until) =>
      trying(async () => {
        const { deleted } = await emptyTrash(until);
        showToast({ text: t("emptied", { count: deleted }) });
      }),
  };
}
