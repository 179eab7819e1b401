import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "../../domain/permissions/roles.ts";
import type { InvitationLink, OpenInvitation } from "../../domain/protocol/api.ts";
import { copyText } from "../../ui/copyText.ts";
import {
  Button,
  DateTime,
  Dialog,
  isSecondPress,
  Notice,
  SelectField,
  TextField,
  useFailureWords,
} from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";
import { invite, withdrawInvitation } from "./peopleApi.ts";

interface Props {
  open: boolean;
  /** The open invitation whose place the new link takes, if any. Mount anew for another. */
  replaces: OpenInvitation | null;
  onOpenChange(open: boolean): void;
  onMade(): void;
}

/** Makes a one-time link to pass on. It is shown once: the server keeps only its hash. */
export function InviteDialog({ open, replaces, onOpenChange, onMade }: Props) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const [role, setRole] = useState<Role>(replaces?.role ?? "editor");
  const [note, setNote] = useState(replaces?.note ?? "");
  const link = useMutation({
    mutationFn: async () => {
      const made = await invite({ role, note: note.trim() });
      // The old link may have been used or withdrawn meanwhile; the new one holds all the same.
      if (replaces) await withdrawInvitation(replaces.id).catch(() => {});
      return made;
    },
    onSuccess: onMade,
  });
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
        closesOutside={false}
        actions={<Button onClick={(press) => isSecondPress(press) || close(false)}>{t("done")}</Button>}
      >
        <NewLink link={link.data} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t(replaces ? "renewTitle" : "inviteTitle")}
      actions={
        <>
          <Button onClick={() => close(false)}>{common.t("cancel")}</Button>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate()}>
            {t("makeLink")}
          </Button>
        </>
      }
    >
      {link.isError && <Notice tone="bad">{failureWords(link.error)}</Notice>}
      <p className={styles.words}>{t(replaces ? "renewWords" : "inviteWords")}</p>
      <SelectField
        label={t("role")}
        value={role}
        options={roles.toReversed().map((value) => ({ value, label: t(`role-${value}`) }))}
        description={t(`role-${role}-words`)}
        onValueChange={setRole}
      />
      <TextField
        label={t("note")}
        description={t("noteWords")}
        maxLength={120}
        autoComplete="off"
        value={note}
        onValueChange={setNote}
      />
    </Dialog>
  );
}

/** The server listens on this computer alone, so nobody else can open the link. */
const opensHereOnly = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

function NewLink({ link }: { link: InvitationLink }) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);

  const copy = async () => {
    setCopied(await copyText(link.url));
    // Where the browser refused, it is copied by hand.
    field.current?.select();
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
      {opensHereOnly(link.url) && <Notice tone="warn">{t("linkOpensHereOnly")}</Notice>}
    </div>
  );
}
