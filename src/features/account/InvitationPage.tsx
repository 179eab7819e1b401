import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Person } from "../../domain/protocol/api.ts";
import {
  ApiFailure,
  Button,
  ButtonLink,
  DateTime,
  FrontPage,
  FrontWords,
  Notice,
  useFailureWords,
  Waiting,
} from "../../ui/index.ts";
import { acceptInvitation, readInvitation } from "./accountApi.ts";
import { NewAccountForm } from "./NewAccountForm.tsx";

export interface InvitationPageProps {
  token: string;
  /** Who is signed in on this browser already: the link is for somebody else then. */
  person: Person | null;
  onAccepted(): Promise<unknown>;
}

export function InvitationPage({ token, person, onAccepted }: InvitationPageProps) {
  const { t } = useTranslation("account");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => readInvitation(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (invitation.isPending)
    return (
      <FrontPage title={t("invitation")}>
        <Waiting label={common.t("loading")} />
      </FrontPage>
    );

  if (invitation.isError) {
    const gone = invitation.error instanceof ApiFailure && [404, 409, 410].includes(invitation.error.status);
    return (
      <FrontPage title={gone ? t("invitationGone") : t("invitation")}>
        {gone ? (
          <>
            <FrontWords>{t("invitationGoneWords")}</FrontWords>
            <ButtonLink to="/sign-in" wide>
              {t("signIn")}
            </ButtonLink>
          </>
        ) : (
          <>
            <Notice tone="bad">{failureWords(invitation.error)}</Notice>
            <Button wide onClick={() => void invitation.refetch()}>
              {common.t("retry")}
            </Button>
          </>
        )}
      </FrontPage>
    );
  }

  const { role, invitedBy, expiresAt } = invitation.data;
  return (
    <FrontPage
      title={t("welcome")}
      foot={
        <span>
          {t("validUntil")} <DateTime at={expiresAt} />
        </span>
      }
    >
      <FrontWords>{t(`invited-${role}`, { name: invitedBy })}</FrontWords>
      {person && <Notice tone="warn">{t("alreadySignedIn", { name: person.name })}</Notice>}
      <NewAccountForm create={(account) => acceptInvitation(token, account)} onCreated={onAccepted} />
    </FrontPage>
  );
}
