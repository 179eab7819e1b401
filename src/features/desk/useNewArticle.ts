import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFailureToast } from "../../ui/index.ts";
import { createArticle } from "./deskApi.ts";
import { workIn } from "./useDeskEvents.ts";

export type NewArticleKind = "empty" | "example";

export interface NewArticle {
  create(kind: NewArticleKind): void;
  /** What is on its way; a second press then does nothing. */
  creating: NewArticleKind | null;
}

const mutationKey = ["new-article"];

/** Creates an article and opens it at once. */
export function useNewArticle(): NewArticle {
  const navigate = useNavigate();
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const { mutate, isPending, variables } = useMutation({
    mutationKey,
    mutationFn: (kind: NewArticleKind) => createArticle(kind === "example"),
    onSuccess: (article) => {
      workIn(client, [{ kind: "changed", article }]);
      return navigate(`/articles/${article.id}`);
    },
    onError: showFailure,
  });
  return {
    create: (kind) => {
      // Asked of the cache: two quick presses come before the page shows the first.
      if (client.isMutating({ mutationKey }) === 0) mutate(kind);
    },
    creating: isPending ? variables : null,
  };
}
