import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../domain/protocol/api.ts";
import { signOut } from "../features/account/accountApi.ts";
import { unsentChanges } from "../session/unsentCount.ts";
import { ConfirmDialog, showToast, useFailureWords } from "../ui/index.ts";

/** Asks first when words in this browser have not reached the server. Render `question` somewhere. */
export function useSignOut(person: Person): { start(): void; question: ReactNode } {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  const [unsent, setUnsent] = useState(0);
  const [asking, setAsking] = useState(false);
  const leaving = useMutation({
    mutationFn: signOut,
    // A fresh page forgets everything that the last person saw.
    onSuccess: () => location.assign("/sign-in"),
    onError: (failure) => showToast({ text: failureWords(failure), tone: "bad" }),
  });
  return {
    start() {
      const changes = countUnsent(person);
      setUnsent(changes);
      if (changes > 0) setAsking(true);
      else leaving.mutate();
    },
    question: (
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("signOutTitle")}
        confirmLabel={t("signOutAnyway")}
        danger
        busy={leaving.isPending}
        onConfirm={() => leaving.mutate()}
      >
        {t("signOutWords", { count: unsent })}
      </ConfirmDialog>
    ),
  };
}

const countUnsent = (person: Person): number =>
  unsentChanges(person.id).reduce((sum, { changes }) => sum + changes, 0);
