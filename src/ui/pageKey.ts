import { useEffect } from "react";

/** A key of the page itself: not in a text, where it types, and not while a dialog or a menu is open. */
export function isPageKey(pressed: KeyboardEvent, key: string): boolean {
  return (
    pressed.key === key &&
    !pressed.ctrlKey &&
    !pressed.metaKey &&
    !pressed.altKey &&
    !(pressed.target as Element).closest("input, textarea, select, [contenteditable=true]") &&
    !isOverPage()
  );
}

/** Whether a dialog or a menu is open. */
export const isOverPage = (): boolean =>
  document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;

/** Does something at each press that is the key; `isKey` and `act` stay the same from drawing to drawing. */
export function usePageKey(isKey: (pressed: KeyboardEvent) => boolean, act: () => void): void {
  useEffect(() => {
    const onKeyDown = (pressed: KeyboardEvent): void => {
      if (!isKey(pressed)) return;
      pressed.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isKey, act]);
}
