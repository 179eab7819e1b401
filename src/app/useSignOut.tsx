import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Person } from "../domain/protocol/api.ts";
import { signOut } from "../features/account/accountApi.ts";
import { forgetOfflineCopies, noteSignedOut, noteSignOutDue } from "../session/forgetCopies.ts";
import { leaveWithoutAsking } from "../session/signOut.ts";
import { unsentChanges } from "../session/unsentCount.ts";
import { ApiFailure, ConfirmDialog, showToast, useFailureWords, whenOver } from "../ui/index.ts";
import { goToSignIn } from "./leave.ts";

/**
 * Ends the session and deletes this person's copies of articles from this browser; asks first when words in it have not
 * reached the server. Without a line the copies go at once, and the server hears of it before it is asked anything else.
 * Render `question` somewhere.
 */
export function useSignOut(person: Person): { start(): void; question: ReactNode } {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [unsent, setUnsent] = useState(0);
  const [asking, setAsking] = useState(false);
  const leaving = useMutation({
    mutationFn: async () => {
      // The desk may hear of it before this page goes, and would ask to sign in again.
      leaveWithoutAsking();
      const told = await signOut().then(
        () => true,
        (failure: unknown) => {
          if (!(failure instanceof ApiFailure) || failure.code !== "unreachable") throw failure;
          return false;
        },
      );
      if (!told) noteSignOutDue();
      noteSignedOut();
      await forgetOfflineCopies(person.id);
      if (told) goToSignIn();
      else {
        // The sign-in page cannot be loaded anew, so this one forgets.
        queries.clear();
        setAsking(false);
        showToast({ text: t("signedOutOffline") });
        await navigate("/sign-in", { replace: true });
      }
    },
    onError: (failure) => {
      leaveWithoutAsking(false);
      showToast({ text: failureWords(failure), tone: "bad", over: whenOver(failure) });
    },
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
