import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { OpenInvitation } from "../../domain/protocol/api.ts";
import { showToast, useFailureToast } from "../../ui/index.ts";
import { readInvitations, withdrawInvitation } from "./peopleApi.ts";

export const invitationsKey = ["invitations"] as const;

/** The links that can still be used, and taking one back. */
export function useInvitations(): {
  invitations: readonly OpenInvitation[];
  refresh(): Promise<void>;
  withdraw(invitation: OpenInvitation): void;
} {
  const { t } = useTranslation("people");
  const showFailure = useFailureToast();
  const client = useQueryClient();
  const list = useQuery({ queryKey: invitationsKey, queryFn: ({ signal }) => readInvitations(signal) });
  const refresh = () => client.invalidateQueries({ queryKey: invitationsKey });
  const { mutate } = useMutation({
    mutationFn: ({ id }: OpenInvitation) => withdrawInvitation(id),
    onSuccess: () => showToast({ text: t("withdrawn") }),
    onError: showFailure,
    onSettled: refresh,
  });
  return { invitations: list.data ?? [], refresh, withdraw: mutate };
}
