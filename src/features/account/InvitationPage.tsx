import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Person } from "../../domain/protocol/api.ts";
import { DateTime, FrontPage, FrontWords, Notice } from "../../ui/index.ts";
import { acceptInvitation, readInvitation } from "./accountApi.ts";
import { LinkPage } from "./LinkPage.tsx";
import { NewAccountForm } from "./NewAccountForm.tsx";

export interface InvitationPageProps {
  token: string;
  /** Who is signed in on this browser already: the link is for somebody else then. */
  person: Person | null;
  onAccepted(): Promise<unknown>;
}

export function InvitationPage({ token, person, onAccepted }: InvitationPageProps) {
  const { t } = useTranslation("account");
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => readInvitation(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

  return (
    <LinkPage
      link={invitation}
      title={t("invitation")}
      goneTitle={t("invitationGone")}
      goneWords={t("invitationGoneWords")}
    >
      {({ role, invitedBy, expiresAt }) => (
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
      )}
    </LinkPage>
  );
}
