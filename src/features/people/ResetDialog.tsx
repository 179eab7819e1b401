import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Person } from "../../domain/protocol/api.ts";
import { Button, Dialog, Notice, useFailureWords } from "../../ui/index.ts";
import { NewLinkDialog } from "./NewLink.tsx";
import styles from "./PeoplePage.module.css";
import { makeResetLink } from "./peopleApi.ts";

/** Makes a one-time link by which somebody sets a new password. Mount anew for each opening. */
export function ResetDialog({
  open,
  person,
  onOpenChange,
}: {
  open: boolean;
  person: Person;
  onOpenChange(open: boolean): void;
}) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const link = useMutation({ mutationFn: () => makeResetLink(person.id) });
  const { name } = person;
  if (link.data)
    return (
      <NewLinkDialog
        open={open}
        title={t("resetTitle", { name })}
        link={link.data}
        onOpenChange={onOpenChange}
      />
    );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("resetTitle", { name })}
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
      <p className={styles.words}>{t("resetWords")}</p>
    </Dialog>
  );
}
