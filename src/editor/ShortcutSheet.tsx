import { isMacOS } from "@tiptap/core";
import { useTranslation } from "react-i18next";
import { isOverPage, isPageKey, KeySheet, type KeySheetProps, usePageKey } from "../ui/index.ts";
import { type ShortcutGroup, shortcutGroups, shortcutKeys, shortcutOf } from "./shortcuts.ts";

/** Every key of the article page, as this computer's keyboard has it. */
export function ShortcutSheet({ open, onOpenChange }: Pick<KeySheetProps, "open" | "onOpenChange">) {
  const { t } = useTranslation("keys");
  const groups = (Object.keys(shortcutGroups) as ShortcutGroup[]).map((group) => ({
    title: t(group),
    keys: shortcutGroups[group].map((name) => [t(name), shortcutKeys(name)] as const),
  }));
  return (
    <KeySheet open={open} onOpenChange={onOpenChange} title={t("title")} groups={groups}>
      {t("outside", { key: "?" })}
    </KeySheet>
  );
}

/** Opens the sheet by its key anywhere on the page, and by «?» where that types nothing. */
export const useSheetKey = (open: () => void): void => usePageKey(asksForSheet, open);

const asksForSheet = (pressed: KeyboardEvent): boolean =>
  isPageKey(pressed, "?") || (shortcutOf(pressed, isMacOS()) === "sheet" && !isOverPage());
