import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../domain/protocol/api.ts";
import {
  ApiFailure,
  Button,
  FrontPage,
  FrontWords,
  Notice,
  PasswordField,
  TextField,
  useFailureWords,
} from "../../ui/index.ts";
import { signIn, signUp } from "./accountApi.ts";
import styles from "./Form.module.css";
import { NewAccountForm } from "./NewAccountForm.tsx";

export interface SignInPageProps {
  session: Session;
  /** One comes in mid-work, from a page whose session has ended. */
  ended: boolean;
  /** Called once the server has set the cookie. */
  onSignedIn(): Promise<unknown>;
}

export function SignInPage({ session, ended, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation("account");
  const [creating, setCreating] = useState(session.firstAccount === true);
  if (!creating)
    return (
      <FrontPage
        title={t("signIn")}
        foot={
          <>
            {session.signUpOpen ? (
              <>
                {t("noAccount")}
                <Button variant="quiet" onClick={() => setCreating(true)}>
                  {t("createAccount")}
                </Button>
              </>
            ) : (
              t("needInvitation")
            )}
            <p>{t("forgotten")}</p>
          </>
        }
      >
        <SignInForm ended={ended} onSignedIn={onSignedIn} />
      </FrontPage>
    );
  return (
    <FrontPage
      title={session.firstAccount ? t("createFirstAccount") : t("createAccount")}
      foot={
        <>
          {t("haveAccount")}
          <Button variant="quiet" onClick={() => setCreating(false)}>
            {t("signIn")}
          </Button>
        </>
      }
    >
      <FrontWords>{t(session.firstAccount ? "firstAccountWords" : "createAccountWords")}</FrontWords>
      <NewAccountForm create={signUp} onCreated={onSignedIn} />
    </FrontPage>
  );
}

function SignInForm({ ended, onSignedIn }: Pick<SignInPageProps, "ended" | "onSignedIn">) {
  const { t } = useTranslation("account");
  const failureWords = useFailureWords();
  const formId = useId();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const entry = useMutation({ mutationFn: () => signIn(email, password).then(onSignedIn) });

  const submit = (submission: SyntheticEvent) => {
    submission.preventDefault();
    setTried(true);
    if (entry.isPending) return;
    const missing = email.trim() === "" ? "email" : password === "" ? "password" : null;
    if (missing) document.getElementById(`${formId}-${missing}`)?.focus();
    else entry.mutate();
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {entry.isError ? (
        <Notice tone="bad">{signInWords(entry.error)}</Notice>
      ) : (
        ended && <Notice>{t("sessionEnded")}</Notice>
      )}
      <TextField
        id={`${formId}-email`}
        label={t("email")}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onValueChange={setEmail}
        error={tried && email.trim() === "" ? t("email-missing") : null}
      />
      <PasswordField
        id={`${formId}-password`}
        label={t("password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onValueChange={setPassword}
        error={tried && password === "" ? t("password-missing") : null}
      />
      <Button type="submit" variant="primary" wide busy={entry.isPending}>
        {t("signIn")}
      </Button>
    </form>
  );

  function signInWords(failure: unknown): string {
    if (!(failure instanceof ApiFailure)) return failureWords(failure);
    if (failure.code === "forbidden") return t("deactivated");
    return [400, 401, 422].includes(failure.status) ? t("wrongPassword") : failureWords(failure);
  }
}
