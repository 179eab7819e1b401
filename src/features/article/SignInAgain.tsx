import { Dialog } from "@base-ui/react/dialog";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../domain/protocol/api.ts";
import type { ArticleSession } from "../../session/index.ts";
import {
  ApiFailure,
  Button,
  isFocusIdle,
  Notice,
  PasswordField,
  TextField,
  useFailureWords,
} from "../../ui/index.ts";
import { signIn } from "./articleApi.ts";
import { articleText } from "./articleText.ts";
import { CopyButton } from "./CopyButton.tsx";
import styles from "./OverArticle.module.css";
import { useSessionState } from "./useOpenArticle.ts";

interface Props {
  session: ArticleSession;
  /** Whose words the page holds. */
  self: Person;
  /** Opens the article for whoever is signed in now. */
  onOpenAnew: () => void;
}

/**
 * Over the article once its person's session has ended. One can write on behind it and nothing is lost; it takes
 * the focus from no text. Another person's sign-in never sends the first one's words.
 */
export function SignInAgain({ session, self, onOpenAnew }: Props) {
  const { t } = useTranslation("article");
  const ended = useSessionState(session, (state) => state.ended);
  const kept = useSessionState(session, (state) => state.offlineCopy !== "unavailable");
  const [other, setOther] = useState<Person | null>(null);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const open = ended === "signed-out" || ended === "other-person";
  const somebodyElse = other !== null || (ended === "other-person" && !asking);

  const signedIn = (person: Person): void => {
    setAsking(false);
    if (person.id !== self.id) {
      setOther(person);
      return;
    }
    setOther(null);
    session.connect();
  };
  const firstFocus = (): HTMLElement | boolean =>
    isFocusIdle() && (form.current?.querySelector("input:placeholder-shown") ?? true);

  return (
    <Dialog.Root open={open} modal={false} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Popup className={styles.beside} finalFocus={false} initialFocus={firstFocus}>
          {somebodyElse ? (
            <>
              <Dialog.Title className={styles.title}>{t("otherPerson.title")}</Dialog.Title>
              <Dialog.Description className={styles.words}>
                {other
                  ? t("otherPerson.explain", { other: other.name, self: self.name })
                  : t("otherPerson.explainUnknown", { self: self.name })}{" "}
                {t(kept ? "otherPerson.kept" : "otherPerson.notKept", { self: self.name })}
              </Dialog.Description>
              <div className={styles.actions}>
                {!kept && <CopyButton text={() => articleText(session.doc)} label={t("copyUnsaved")} />}
                <Button onClick={onOpenAnew}>
                  {other ? t("otherPerson.openAs", { other: other.name }) : t("otherPerson.openAnew")}
                </Button>
                <Button
                  variant="primary"
                  onClick={() => {
                    setOther(null);
                    setAsking(true);
                  }}
                >
                  {t("otherPerson.signInAs", { self: self.name })}
                </Button>
              </div>
            </>
          ) : (
            <>
              <Dialog.Title className={styles.title}>{t("signIn.title")}</Dialog.Title>
              <Dialog.Description className={styles.words}>{t("signIn.explain")}</Dialog.Description>
              <SignInForm session={session} self={self} form={form} onSignedIn={signedIn} />
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface FormProps {
  session: ArticleSession;
  self: Person;
  form: React.RefObject<HTMLFormElement | null>;
  onSignedIn: (person: Person) => void;
}

function SignInForm({ session, self, form, onSignedIn }: FormProps) {
  const { t } = useTranslation("article");
  const failureWords = useFailureWords();
  const queries = useQueryClient();
  const [email, setEmail] = useState(self.email);
  const [password, setPassword] = useState("");
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [deactivated, setDeactivated] = useState(false);

  const submit = async (submitted: FormEvent): Promise<void> => {
    submitted.preventDefault();
    if (working) return;
    setWorking(true);
    setError(null);
    try {
      const person = await signIn(email, password);
      setPassword("");
      void queries.invalidateQueries({ queryKey: ["session"] });
      onSignedIn(person);
    } catch (failure) {
      const wrong = failure instanceof ApiFailure && failure.code === "not-signed-in";
      const shutOut = failure instanceof ApiFailure && failure.code === "forbidden";
      setDeactivated(shutOut);
      setError(wrong ? t("signIn.wrong") : shutOut ? t("signIn.deactivated") : failureWords(failure));
    } finally {
      setWorking(false);
    }
  };

  return (
    <form ref={form} className={styles.form} onSubmit={(submitted) => void submit(submitted)}>
      {error !== null && <Notice tone="bad">{error}</Notice>}
      <TextField
        label={t("signIn.email")}
        type="email"
        autoComplete="username"
        value={email}
        onValueChange={setEmail}
        placeholder="name@example.org"
        required
      />
      <PasswordField
        label={t("signIn.password")}
        autoComplete="current-password"
        value={password}
        onValueChange={setPassword}
        placeholder=" "
        required
      />
      <div className={styles.actions}>
        {deactivated && <CopyButton text={() => articleText(session.doc)} label={t("copyUnsaved")} />}
        <Button variant="primary" type="submit" busy={working}>
          {t("signIn.submit")}
        </Button>
      </div>
    </form>
  );
}
