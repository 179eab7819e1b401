import { useTranslation } from "react-i18next";
import type { Person } from "../../domain/protocol/api.ts";
import { LinkDialog } from "./LinkDialog.tsx";
import { makeResetLink } from "./peopleApi.ts";

/** Makes a one-time link by which somebody sets a new password. Mount anew for each opening. */
export function ResetDialog({
  open,
  person: { id, name },
  onOpenChange,
}: {
  open: boolean;
  person: Person;
  onOpenChange(open: boolean): void;
}) {
  const { t } = useTranslation("people");
  const title = t("resetTitle", { name });
  return (
    <LinkDialog
      open={open}
      title={title}
      words={t("resetWords")}
      make={() => makeResetLink(id)}
      linkTitle={() => title}
      onOpenChange={onOpenChange}
    />
  );
}
