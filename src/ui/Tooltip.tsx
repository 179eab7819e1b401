import { cloneElement, type ReactElement } from "react";

/** For what the eye alone needs: the trigger has the same words as its accessible name. `TooltipLayer` shows it. */
export function Tooltip({
  label,
  shortcut,
  children,
}: {
  label: string;
  shortcut?: string | undefined;
  children: ReactElement<TooltipWords>;
}) {
  return cloneElement(children, { "data-tip": label, "data-tip-keys": shortcut });
}

interface TooltipWords {
  "data-tip"?: string;
  "data-tip-keys"?: string | undefined;
}
