import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation, useOutletContext } from "react-router";
import type { Person } from "../domain/protocol/api.ts";
import { leavesWithoutAsking } from "../session/signOut.ts";
import { Waiting } from "../ui/index.ts";
import { sessionQuery } from "./queries.ts";
import { signInPath, signInState } from "./returnPath.ts";
import { Unavailable } from "./Unavailable.tsx";

/**
 * Lets only signed-in people to the pages inside; others sign in first and come back. With `stay`, who once came in
 * is not sent away when the session ends: an open article keeps its words and asks by itself.
 */
export function SignedIn({ stay = false }: { stay?: boolean }) {
  const { t } = useTranslation();
  const location = useLocation();
  const session = useQuery(sessionQuery);
  const [admitted, setAdmitted] = useState<Person | null>(null);
  const person = session.data?.person ?? (stay ? admitted : null);
  if (person && person !== admitted) setAdmitted(person);
  if (person) return <Outlet context={person} />;
  if (session.isPending) return <Waiting label={t("loading")} />;
  if (session.isError) return <Unavailable error={session.error} onRetry={() => void session.refetch()} />;
  return (
    <Navigate
      to={signInPath(location)}
      state={signInState(admitted !== null && !leavesWithoutAsking())}
      replace
    />
  );
}

/** On the pages inside `SignedIn`. */
export const useVisitor = (): Person => useOutletContext<Person>();
