import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../domain/permissions/roles.ts";
import type { OpenInvitation, Person } from "../../domain/protocol/api.ts";
import {
  ApiFailure,
  Button,
  ConfirmDialog,
  EmptyState,
  PageBody,
  PageHead,
  showToast,
  useFailureToast,
  useFailureWords,
  useOpening,
  Waiting,
} from "../../ui/index.ts";
import { InviteDialog } from "./InviteDialog.tsx";
import { OpenInvitations } from "./OpenInvitations.tsx";
import styles from "./PeoplePage.module.css";
import { PersonRow } from "./PersonRow.tsx";
import { changePerson, readPeople } from "./peopleApi.ts";
import { ResetDialog } from "./ResetDialog.tsx";
import { invitationsKey, useInvitations } from "./useInvitations.ts";

const peopleKey = ["people"] as const;

/** Who belongs to the newsroom, for admins. */
export function PeoplePage({ self }: { self: Person }) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const people = useQuery({ queryKey: peopleKey, queryFn: ({ signal }) => readPeople(signal) });
  const change = useChangePerson();
  const open = useInvitations();
  const inviting = useOpening<{ replaces: OpenInvitation | null }>();
  const resetting = useOpening<Person>();
  const leaving = useOpening<Person>();

  return (
    <PageBody>
      <PageHead title={t("people")}>
        <Button variant="primary" icon={UserRoundPlus} onClick={() => inviting.begin({ replaces: null })}>
          {t("invite")}
        </Button>
      </PageHead>
      {people.isPending && <Waiting label={common.t("loading")} />}
      {people.isError && !people.data && (
        <EmptyState
          title={t("listFailed")}
          actions={<Button onClick={() => void people.refetch()}>{common.t("retry")}</Button>}
        >
          <p role="alert">{failureWords(people.error)}</p>
        </EmptyState>
      )}
      {people.data && (
        // Safari drops the list role of a list without bullets.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles
        <ul role="list" className={styles.list}>
          {people.data.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isSelf={person.id === self.id}
              onRole={(role) => change({ person, change: { role } })}
              onActivate={() => change({ person, change: { active: true } })}
              onDeactivate={() => leaving.begin(person)}
              onReset={() => resetting.begin(person)}
            />
          ))}
        </ul>
      )}
      {open.invitations.length > 0 && (
        <OpenInvitations
          invitations={open.invitations}
          onRenew={(replaces) => inviting.begin({ replaces })}
          onWithdraw={open.withdraw}
        />
      )}
      <InviteDialog
        key={`invite ${inviting.count}`}
        open={inviting.open}
        replaces={inviting.about?.replaces ?? null}
        onOpenChange={inviting.setOpen}
        onMade={() => void open.refresh()}
      />
      {resetting.about && (
        <ResetDialog
          key={`reset ${resetting.count}`}
          open={resetting.open}
          person={resetting.about}
          onOpenChange={resetting.setOpen}
        />
      )}
      <ConfirmDialog
        open={leaving.open}
        onOpenChange={leaving.setOpen}
        title={t("deactivateTitle", { name: leaving.about?.name ?? "" })}
        confirmLabel={t("deactivate")}
        danger
        onConfirm={() => {
          if (leaving.about) change({ person: leaving.about, change: { active: false } });
          leaving.setOpen(false);
        }}
      >
        {t("deactivateWords")}
      </ConfirmDialog>
    </PageBody>
  );
}

interface Change {
  person: Person;
  change: { role?: Role; active?: boolean };
}

function useChangePerson(): (change: Change) => void {
  const { t } = useTranslation("people");
  const showFailure = useFailureToast();
  const client = useQueryClient();
  const show = (person: Person) =>
    client.setQueryData<Person[]>(peopleKey, (people) =>
      people?.map((other) => (other.id === person.id ? person : other)),
    );
  const { mutate } = useMutation({
    mutationFn: ({ person, change }: Change) => changePerson(person.id, change),
    onMutate: ({ person, change }) => show({ ...person, ...change }),
    onSuccess: (person, { change }) => {
      show(person);
      const key = change.role !== undefined ? "roleChanged" : person.active ? "reactivated" : "deactivated";
      showToast({ text: t(key, { name: person.name, role: t(`role-${person.role}`) }) });
    },
    onError: (failure, { person }) => {
      show(person);
      const lastAdmin = failure instanceof ApiFailure && failure.code === "conflict";
      if (lastAdmin) showToast({ text: t("lastAdmin"), tone: "bad" });
      else showFailure(failure);
    },
    // Invitations end with what their maker may do.
    onSettled: () =>
      Promise.all([peopleKey, invitationsKey].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return mutate;
}
