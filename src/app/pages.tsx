import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation, useNavigate, useParams } from "react-router";
import { may } from "../domain/permissions/roles.ts";
import { AccountPage } from "../features/account/AccountPage.tsx";
import { InvitationPage } from "../features/account/InvitationPage.tsx";
import { NewPasswordPage } from "../features/account/NewPasswordPage.tsx";
import { SignInPage } from "../features/account/SignInPage.tsx";
import { DeskPage } from "../features/desk/DeskPage.tsx";
import { forgetEnded } from "../session/forgetCopies.ts";
import { later, Waiting } from "../ui/index.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { sessionQuery } from "./queries.ts";
import { hasEnded, returnPath } from "./returnPath.ts";
import { Shell } from "./Shell.tsx";
import { useVisitor } from "./SignedIn.tsx";
import { Unavailable } from "./Unavailable.tsx";
import { useScrollMemory } from "./useScrollMemory.ts";
import { useSendUnsent, useUnsentWords } from "./useSendUnsent.ts";

export { NotFoundPage };

/** The pages with what the app knows and features do not: who is here, and where to go next. */

export function Desk() {
  const askAgain = useSessionAgain();
  return <DeskPage person={useVisitor()} unsent={useUnsentWords()} onAccessChanged={() => void askAgain()} />;
}

const PeoplePage = later(() => import("../features/people/PeoplePage.tsx").then((all) => all.PeoplePage), {
  onFailure: "throw",
});

export function People() {
  const person = useVisitor();
  return may(person, "people:list") ? <PeoplePage self={person} /> : <NotFoundPage />;
}

export const Account = () => <AccountPage person={useVisitor()} onPersonChanged={useSessionAgain()} />;

export function ShellWithScroll() {
  useScrollMemory();
  useSendUnsent(useVisitor());
  return <Shell />;
}

/** For the article's page, which has no shell around it. */
export function VisitorMenu() {
  const person = useVisitor();
  useSendUnsent(person);
  return <AccountMenu person={person} compact />;
}

/** Once signed in, by whatever way and in whatever tab, it leads on. */
export function SignIn() {
  const { t } = useTranslation();
  const { search, state } = useLocation();
  const session = useQuery(sessionQuery);
  const askAgain = useSessionAgain();
  const { data } = session;
  // Whoever comes here may have been sent for having been deactivated.
  useEffect(() => {
    if (data) void forgetEnded(data);
  }, [data]);
  if (session.isPending) return <Waiting label={t("loading")} />;
  if (!session.data) return <Unavailable error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.person) return <Navigate to={returnPath(search)} replace />;
  return <SignInPage session={session.data} ended={hasEnded(state)} onSignedIn={askAgain} />;
}

export function InvitationWithToken() {
  const { token = "" } = useParams();
  const session = useQuery(sessionQuery);
  const askAgain = useSessionAgain();
  const navigate = useNavigate();
  return (
    <InvitationPage
      key={token}
      token={token}
      person={session.data?.person ?? null}
      onAccepted={async () => {
        await askAgain();
        await navigate("/", { replace: true });
      }}
    />
  );
}

export function NewPasswordWithToken() {
  const { token = "" } = useParams();
  const askAgain = useSessionAgain();
  const navigate = useNavigate();
  return (
    <NewPasswordPage
      key={token}
      token={token}
      onSignedIn={async () => {
        await askAgain();
        await navigate("/", { replace: true });
      }}
    />
  );
}

/** Resolves once the server has said anew who this is. */
function useSessionAgain(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
