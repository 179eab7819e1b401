import { useMutation, useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordLength, passwordProblem } from "../../domain/accounts/passwordRules.ts";
import type { PasswordReset } from "../../domain/protocol/api.ts";
import {
  ApiFailure,
  Button,
  DateTime,
  FrontPage,
  FrontWords,
  Notice,
  PasswordField,
  useFailureWords,
} from "../../ui/index.ts";
import { readPasswordReset, setPassword } from "./accountApi.ts";
import styles from "./Form.module.css";
import { LinkPage } from "./LinkPage.tsx";
import { refusedPassword } from "./refusedPassword.ts";

export interface NewPasswordPageProps {
  token: string;
  /** Called once the password is set and the server has signed its owner in. */
  onSignedIn(): Promise<unknown>;
}

/** Where an admin's link leads whoever has forgotten their password. */
export function NewPasswordPage({ token, onSignedIn }: NewPasswordPageProps) {
  const { t } = useTranslation("account");
  const link = useQuery({
    queryKey: ["password-reset", token],
    queryFn: ({ signal }) => readPasswordReset(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <LinkPage link={link} title={t("newPassword")} goneTitle={t("resetGone")} goneWords={t("resetGoneWords")}>
      {(reset) => (
        <FrontPage
          title={t("chooseNewPassword")}
          foot={
            <span>
              {t("validUntil")} <DateTime at={reset.expiresAt} />
            </span>
          }
        >
          <FrontWords>{t("resetWords", { name: reset.name, email: reset.email })}</FrontWords>
          <SetPasswordForm
            owner={reset}
            set={(password) => setPassword(token, password).then(onSignedIn)}
            onGone={() => void link.refetch()}
          />
        </FrontPage>
      )}
    </LinkPage>
  );
}

function SetPasswordForm({
  owner,
  set,
  onGone,
}: {
  owner: PasswordReset;
  set(password: string): Promise<unknown>;
  /** The link was used or withdrawn meanwhile. */
  onGone(): void;
}) {
  const { t } = useTranslation("account");
  const failureWords = useFailureWords();
  const passwordId = useId();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => set(password),
    onError: (failure) => {
      if (refusedPassword(failure)) document.getElementById(passwordId)?.focus();
      if (failure instanceof ApiFailure && failure.status === 404) onGone();
    },
  });
  const refused = refusedPassword(change.error);
  const problem = (tried && passwordProblem(password, owner)) || refused;
  const submit = (submission: SyntheticEvent) => {
    submission.preventDefault();
    setTried(true);
    if (change.isPending) return;
    if (passwordProblem(password, owner)) document.getElementById(passwordId)?.focus();
    else change.mutate();
  };
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {change.isError && !refused && <Notice tone="bad">{failureWords(change.error)}</Notice>}
      <input type="text" name="username" autoComplete="username" value={owner.email} readOnly hidden />
      <PasswordField
        id={passwordId}
        name="password"
        label={t("newPassword")}
        autoComplete="new-password"
        description={t("passwordWords", { count: passwordLength.min })}
        value={password}
        onValueChange={(value) => {
          setPassword(value);
          if (refused) change.reset();
        }}
        error={problem ? t(problem, { count: passwordLength.min, max: passwordLength.max }) : null}
      />
      <Button type="submit" variant="primary" wide busy={change.isPending}>
        {t("savePassword")}
      </Button>
    </form>
  );
}
