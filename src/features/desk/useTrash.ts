import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { showToast, untilEnded, useFailureToast } from "../../ui/index.ts";
import { changeTrash } from "./deskApi.ts";
import { deskKey, whileTrashed, workIn } from "./useDeskEvents.ts";

/** False where the person is asked first. */
export type ChangeTrash = (article: ArticleSummary, trashed: boolean) => boolean;
/** `null` where the person may not. */
export type TrashAction = ChangeTrash | null;

interface Change {
  article: ArticleSummary;
  trashed: boolean;
  /** It takes another one back, and is not to be taken back in turn. */
  undoes?: boolean;
}

/** Moves at once on the page, then on the server; takes it back when the server refuses. Undo is a toast away. */
export function useTrash(): (article: ArticleSummary, trashed: boolean) => void {
  const { t } = useTranslation("desk");
  const common = useTranslation();
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const { mutate } = useMutation({
    mutationFn: ({ article, trashed }: Change) => changeTrash(article.id, trashed),
    onMutate: ({ article, trashed }) => {
      const trashedAt = trashed ? new Date().toISOString() : null;
      workIn(client, [{ kind: "changed", article: { ...article, trashedAt } }]);
    },
    onSuccess: (_, { article, trashed, undoes }) => {
      const headline = article.headline || common.t("untitled");
      showToast({
        id: article.id,
        text: t(trashed ? "trashed" : "restored", { headline }),
        over: untilEnded(whileTrashed(article.id, trashed)),
        action: undoes
          ? undefined
          : { label: t("undo"), onSelect: () => mutate({ article, trashed: !trashed, undoes: true }) },
      });
    },
    onError: (failure, { article }) => {
      workIn(client, [{ kind: "changed", article }]);
      showFailure(failure);
    },
    onSettled: () => client.invalidateQueries({ queryKey: deskKey }),
  });
  return useCallback((article, trashed) => mutate({ article, trashed }), [mutate]);
}
