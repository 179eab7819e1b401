import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "../../domain/permissions/roles.ts";
import type { OpenInvitation } from "../../domain/protocol/api.ts";
import { Button, Dialog, Notice, SelectField, TextField, useFailureWords } from "../../ui/index.ts";
import { NewLinkDialog } from "./NewLink.tsx";
import styles from "./PeoplePage.module.css";
import { invite, withdrawInvitation } from "./peopleApi.ts";

interface Props {
  open: boolean;
  /** The open invitation whose place the new link takes, if any. */
  replaces: OpenInvitation | null;
  onOpenChange(open: boolean): void;
  onMade(): void;
}

/** Makes a one-time link to pass on. Mount anew for each opening: it begins with the role that most people have. */
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
  if (link.data)
    return (
      <NewLinkDialog
        open={open}
        title={t("linkTitle", { role: t(`role-${link.data.role}`) })}
        link={link.data}
        onOpenChange={onOpenChange}
      />
    );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t(replaces ? "renewTitle" : "inviteTitle")}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{common.t("cancel")}</Button>
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
