import { useTranslation } from "react-i18next";
import { KeySheet } from "../../ui/index.ts";

interface Props {
  open: boolean;
  onOpenChange(open: boolean): void;
  trash: boolean;
  mayTrash: boolean;
}

/** The keys of the desk, as a list. */
export function DeskKeySheet({ open, onOpenChange, trash, mayTrash }: Props) {
  const { t } = useTranslation("desk");
  const groups = [
    {
      title: t("keys.desk"),
      keys: [
        [t(trash ? "searchTrash" : "search"), ["/"]],
        [t("keys.list"), ["?"]],
      ],
    },
    {
      title: t("articles"),
      keys: [
        [t("keys.next"), ["↓", "↑"]],
        [t("keys.ends"), ["Home", "End"]],
        [t("keys.open"), ["Enter"]],
        ...(mayTrash ? [[t(trash ? "keys.restore" : "keys.trash"), ["Delete"]] as const] : []),
      ],
    },
  ] as const;
  return <KeySheet open={open} onOpenChange={onOpenChange} title={t("keys.title")} groups={groups} />;
}
