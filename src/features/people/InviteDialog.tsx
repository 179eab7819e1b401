import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "../../domain/permissions/roles.ts";
import type { InvitationLink } from "../../domain/protocol/api.ts";
import { Button, DateTime, Dialog, Notice, SelectField, TextField, useFailureWords } from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";
import { invite } from "./peopleApi.ts";

/** Makes a one-time link to pass on. It is shown once: the server keeps only its hash. */
export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const [role, setRole] = useState<Role>("editor");
  const link = useMutation({ mutationFn: invite });
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) link.reset();
  };

  if (link.data)
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={t("linkTitle", { role: t(`role-${link.data.role}`) })}
        actions={<Button onClick={() => close(false)}>{t("done")}</Button>}
      >
        <NewLink link={link.data} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t("inviteTitle")}
      actions={
        <>
          <Button onClick={() => close(false)}>{common.t("cancel")}</Button>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate(role)}>
            {t("makeLink")}
          </Button>
        </>
      }
    >
      {link.isError && <Notice tone="bad">{failureWords(link.error)}</Notice>}
      <p className={styles.words}>{t("inviteWords")}</p>
      <SelectField
        label={t("role")}
        value={role}
        options={roles.toReversed().map((value) => ({ value, label: t(`role-${value}`) }))}
        description={t(`role-${role}-words`)}
        onValueChange={setRole}
      />
    </Dialog>
  );
}

function NewLink({ link }: { link: InvitationLink }) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link.url);
      setCopied(true);
    } catch {
      // Plain http or a denied permission: the selected link is copied by hand.
      setCopied(false);
    }
  };
  return (
    <div className={styles.link}>
      <TextField
        ref={field}
        label={t("link")}
        value={link.url}
        readOnly
        onValueChange={() => {}}
        onFocus={(focus) => focus.target.select()}
        after={
          <Button variant="quiet" icon={copied ? Check : Copy} onClick={() => void copy()}>
            {common.t(copied ? "copied" : "copy")}
          </Button>
        }
      />
      <Notice tone="warn">
        {t("linkWords")} <DateTime at={link.expiresAt} />.
      </Notice>
    </div>
  );
}
