import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { isPageKey, KeySheet, usePageKey } from "../../ui/index.ts";

/** The keys of the desk, which «?» lists. */
export function DeskKeys({ trash, mayTrash }: { trash: boolean; mayTrash: boolean }) {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  usePageKey(
    asksForKeys,
    useCallback(() => setOpen(true), []),
  );
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
  return <KeySheet open={open} onOpenChange={setOpen} title={t("keys.title")} groups={groups} />;
}

const asksForKeys = (pressed: KeyboardEvent): boolean => isPageKey(pressed, "?");
