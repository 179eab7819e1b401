import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { normalEmail } from "../../domain/accounts/email.ts";
import { passwordLength } from "../../domain/accounts/passwordRules.ts";
import { ApiFailure, Button, Notice, PasswordField, TextField, useFailureWords } from "../../ui/index.ts";
import type { NewAccount } from "./accountApi.ts";
import styles from "./Form.module.css";
import { problemsOf } from "./newAccount.ts";
import { refusedPassword } from "./refusedPassword.ts";

const codes = ["conflict", "sign-up-closed", "invitation-used"] as const;

export function NewAccountForm({
  create,
  onCreated,
}: {
  create(account: NewAccount): Promise<unknown>;
  onCreated(): Promise<unknown>;
}) {
  const { t } = useTranslation("account");
  const failureWords = useFailureWords();
  const formId = useId();
  const [account, setAccount] = useState<NewAccount>({ name: "", email: "", password: "" });
  const [tried, setTried] = useState(false);
  const creation = useMutation({
    mutationFn: () =>
      create({ ...account, name: account.name.trim(), email: normalEmail(account.email) }).then(onCreated),
    onError: (failure) => {
      if (refusedPassword(failure)) document.getElementById(`${formId}-password`)?.focus();
    },
  });
  const refused = refusedPassword(creation.error);
  const problems = problemsOf(account);
  const field = (name: keyof NewAccount) => {
    const problem = (tried && problems[name]) || (name === "password" && refused) || null;
    return {
      id: `${formId}-${name}`,
      name,
      value: account[name],
      onValueChange: (value: string) => {
        setAccount((before) => ({ ...before, [name]: value }));
        if (name === "password" && refused) creation.reset();
      },
      error: problem ? t(problem, { count: passwordLength.min, max: passwordLength.max }) : null,
    };
  };

  const submit = (submission: SyntheticEvent) => {
    submission.preventDefault();
    setTried(true);
    if (creation.isPending) return;
    const [first] = Object.keys(problems);
    if (first) document.getElementById(`${formId}-${first}`)?.focus();
    else creation.mutate();
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {creation.isError && !refused && <Notice tone="bad">{creationWords(creation.error)}</Notice>}
      <TextField {...field("name")} label={t("name")} autoComplete="name" description={t("nameWords")} />
      <TextField
        {...field("email")}
        label={t("email")}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...field("password")}
        label={t("password")}
        autoComplete="new-password"
        description={t("passwordWords", { count: passwordLength.min })}
      />
      <Button type="submit" variant="primary" wide busy={creation.isPending}>
        {t("createAccount")}
      </Button>
    </form>
  );

  function creationWords(failure: unknown): string {
    const code = failure instanceof ApiFailure ? codes.find((each) => each === failure.code) : undefined;
    return code ? t(`failure-${code}`) : failureWords(failure);
  }
}
