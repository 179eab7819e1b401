import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { safeLink } from "../../domain/article/links.ts";
import { Button, Dialog, TextField } from "../../ui/index.ts";
import { linkAround, removeLink, setLink } from "../commands/marks.ts";
import type { TextEditor } from "../TextEditor.ts";
import styles from "./LinkDialog.module.css";

/** The dialog itself would begin at its first button. */
const focusOnMount = (input: HTMLInputElement | null): void => input?.focus();

/** Asks for the address of a link; the selection waits in the editor meanwhile. */
export function LinkDialog({ editor, onClose }: { editor: TextEditor; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const [existing] = useState(() => linkAround(editor.state));
  const [asksText] = useState(() => editor.state.selection.empty && !existing);
  const [address, setAddress] = useState(existing?.href ?? "");
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);

  const finish = (): void => {
    onClose();
    requestAnimationFrame(() => editor.view.focus());
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const href = safeLink(address);
    if (href === null) {
      setError(t(address.trim() === "" ? "link.empty" : "link.refused"));
      return;
    }
    setLink(href, text.trim() === "" ? address.trim() : text)(
      editor.state,
      editor.view.dispatch,
      editor.view,
    );
    finish();
  };

  return (
    <Dialog
      open
      onOpenChange={finish}
      title={t(existing ? "link.change" : "link.add")}
      actions={
        <>
          {existing && (
            <Button
              variant="quiet"
              onClick={() => {
                removeLink(editor.state, editor.view.dispatch);
                finish();
              }}
            >
              {t("link.remove")}
            </Button>
          )}
          <Button variant="primary" type="submit" form="link-form">
            {t("link.apply")}
          </Button>
        </>
      }
    >
      <form id="link-form" className={styles.form} onSubmit={submit} noValidate>
        <TextField
          ref={focusOnMount}
          label={t("link.address")}
          description={t("link.hint")}
          value={address}
          onValueChange={(value) => {
            setAddress(value);
            setError(null);
          }}
          error={error}
          inputMode="url"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
        />
        {asksText && <TextField label={t("link.text")} value={text} onValueChange={setText} />}
      </form>
    </Dialog>
  );
}
