import { isMacOS } from "@tiptap/core";
import { Fragment, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../ui/index.ts";
import styles from "./ShortcutSheet.module.css";
import { type ShortcutGroup, shortcutGroups, shortcutKeys, shortcutOf } from "./shortcuts.ts";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every key of the article page, as this computer's keyboard has it. */
export function ShortcutSheet({ open, onOpenChange }: Props) {
  const { t } = useTranslation("keys");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} size="wide">
      <div className={styles.groups}>
        {(Object.keys(shortcutGroups) as ShortcutGroup[]).map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.title}>{t(group)}</h3>
            <dl className={styles.keys}>
              {shortcutGroups[group].map((name) => (
                <Fragment key={name}>
                  <dt>{t(name)}</dt>
                  <dd>
                    {shortcutKeys(name).map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.outside}>{t("outside", { key: "?" })}</p>
    </Dialog>
  );
}

/** Opens the sheet by its key anywhere on the page, and by «?» where that types nothing. */
export function useSheetKey(open: () => void): void {
  useEffect(() => {
    const onKeyDown = (pressed: KeyboardEvent): void => {
      const typed = (): Element | null =>
        (pressed.target as Element).closest("input, textarea, select, [contenteditable=true]");
      const asks =
        shortcutOf(pressed, isMacOS()) === "sheet" ||
        (pressed.key === "?" && !pressed.ctrlKey && !pressed.metaKey && !typed());
      if (!asks || document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return;
      pressed.preventDefault();
      open();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [open]);
}
