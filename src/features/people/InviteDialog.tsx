import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "../../domain/permissions/roles.ts";
import type { OpenInvitation } from "../../domain/protocol/api.ts";
import { SelectField, TextField } from "../../ui/index.ts";
import { LinkDialog } from "./LinkDialog.tsx";
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
  const [role, setRole] = useState<Role>(replaces?.role ?? "editor");
  const [note, setNote] = useState(replaces?.note ?? "");
  const make = async () => {
    const made = await invite({ role, note: note.trim() });
    // The old link may have been used or withdrawn meanwhile; the new one holds all the same.
    if (replaces) await withdrawInvitation(replaces.id).catch(() => {});
    return made;
  };
  return (
    <LinkDialog
      open={open}
      title={t(replaces ? "renewTitle" : "inviteTitle")}
      words={t(replaces ? "renewWords" : "inviteWords")}
      make={make}
      linkTitle={(made) => t("linkTitle", { role: t(`role-${made.role}`) })}
      onMade={onMade}
      onOpenChange={onOpenChange}
    >
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
    </LinkDialog>
  );
}
