import { useMutation } from "@tanstack/react-query";
import { type ReactNode, type SyntheticEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordLength, passwordProblem } from "../../domain/accounts/passwordRules.ts";
import { cleanLine, nameMaxLength } from "../../domain/accounts/visibleText.ts";
import { may } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import {
  ApiFailure,
  Button,
  LanguageSwitch,
  later,
  Notice,
  PageBody,
  PageHead,
  PasswordField,
  showToast,
  TextField,
  ThemeSwitch,
  useFailureWords,
} from "../../ui/index.ts";
import styles from "./AccountPage.module.css";
import { changeName, changePassword } from "./accountApi.ts";
import formStyles from "./Form.module.css";
import { refusedPassword } from "./refusedPassword.ts";

// Its question opens over the page: no other page waits for that.
const OwnSessions = later(() => import("./OwnSessions.tsx").then((all) => all.OwnSessions));

export interface AccountPageProps {
  person: Person;
  onPersonChanged(): Promise<unknown>;
}

export function AccountPage({ person, onPersonChanged }: AccountPageProps) {
  const { t } = useTranslation("account");
  return (
    <PageBody width="form">
      <PageHead title={t("account")} />
      <Section title={t("you")}>
        <dl className={styles.facts}>
          <dt>{t("email")}</dt>
          <dd>{person.email}</dd>
          <dt>{t("role")}</dt>
          <dd>{t(`role-${person.role}`)}</dd>
        </dl>
        <NameForm key={person.name} name={person.name} onChanged={onPersonChanged} />
      </Section>
      <Section title={t("password")}>
        <PasswordForm person={person} />
      </Section>
      <Section title={t("signedInWhere")}>
        <OwnSessions />
      </Section>
      <Section title={t("thisBrowser")}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Section>
      <p className={styles.words}>{`Foureyes ${import.meta.env.VITE_VERSION}`}</p>
    </PageBody>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      <div className={styles.content}>{children}</div>
    </section>
  );
}

function NameForm({ name: current, onChanged }: { name: string; onChanged(): Promise<unknown> }) {
  const { t } = useTranslation("account");
  const failureWords = useFailureWords();
  const [name, setName] = useState(current);
  const change = useMutation({
    mutationFn: () => changeName(name.trim()).then(onChanged),
    onSuccess: () => showToast({ text: t("nameChanged"), tone: "good" }),
  });
  const missing = cleanLine(name) === "";
  const submit = (submission: SyntheticEvent) => {
    submission.preventDefault();
    if (!missing && !change.isPending) change.mutate();
  };
  return (
    <form className={formStyles.form} noValidate onSubmit={submit}>
      {change.isError && <Notice tone="bad">{failureWords(change.error)}</Notice>}
      <TextField
        label={t("name")}
        autoComplete="name"
        maxLength={nameMaxLength}
        value={name}
        onValueChange={setName}
        description={t("nameWords")}
        error={missing ? t("name-missing") : null}
      />
      <Button type="submit" busy={change.isPending} disabled={name.trim() === current}>
        {t("saveName")}
      </Button>
    </form>
  );
}

function PasswordForm({ person }: { person: Person }) {
  const { t } = useTranslation("account");
  const failureWords = useFailureWords();
  const formId = useId();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setTried(false);
      showToast({ text: t("passwordChanged"), tone: "good" });
    },
    onError: (failure) => {
      if (refusedPassword(failure)) document.getElementById(`${formId}-next`)?.focus();
    },
  });
  const refused = refusedPassword(change.error);
  const problem = passwordProblem(next, person);
  const shownProblem = (tried && problem) || refused;
  const submit = (submission: SyntheticEvent) => {
    submission.preventDefault();
    setTried(true);
    if (change.isPending) return;
    if (current === "") document.getElementById(`${formId}-current`)?.focus();
    else if (problem) document.getElementById(`${formId}-next`)?.focus();
    else change.mutate();
  };
  return (
    <form className={formStyles.form} noValidate onSubmit={submit}>
      {change.isError && !refused && <Notice tone="bad">{changeWords(change.error)}</Notice>}
      <p className={styles.words}>
        {t("passwordChangeWords")} {may(person, "people:invite") && t("passwordEndsLinks")}
      </p>
      <input type="text" name="username" autoComplete="username" value={person.email} readOnly hidden />
      <PasswordField
        id={`${formId}-current`}
        label={t("currentPassword")}
        autoComplete="current-password"
        value={current}
        onValueChange={setCurrent}
        error={tried && current === "" ? t("password-missing") : null}
      />
      <PasswordField
        id={`${formId}-next`}
        label={t("newPassword")}
        autoComplete="new-password"
        value={next}
        onValueChange={(value) => {
          setNext(value);
          if (refused) change.reset();
        }}
        description={t("passwordWords", { count: passwordLength.min })}
        error={shownProblem ? t(shownProblem, { count: passwordLength.min, max: passwordLength.max }) : null}
      />
      <Button type="submit" busy={change.isPending}>
        {t("changePassword")}
      </Button>
    </form>
  );

  function changeWords(failure: unknown): string {
    if (!(failure instanceof ApiFailure)) return failureWords(failure);
    return ["bad-request", "forbidden"].includes(failure.code)
      ? t("currentPasswordWrong")
      : failureWords(failure);
  }
}
