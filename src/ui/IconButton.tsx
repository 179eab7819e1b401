import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import styles from "./Button.module.css";
import { Spinner } from "./Spinner.tsx";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** The accessible name, also shown as tooltip. */
  label: string;
  icon: LucideIcon;
  /** For a switch: whether it is on. */
  pressed?: boolean;
  busy?: boolean;
  /** False in long lists, where thousands of them cost: the browser's own tooltip then. */
  tooltip?: boolean;
  /** Shown beside the label in the tooltip, such as «Ctrl+B». */
  shortcut?: string;
}

export function IconButton({
  label,
  icon: Icon,
  pressed,
  busy,
  tooltip = true,
  shortcut,
  onClick,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      title={tooltip ? undefined : label}
      className={`${styles.button} ${styles.icon}`}
      data-variant="quiet"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? (press) => press.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : <Icon aria-hidden="true" size={18} strokeWidth={1.8} />}
    </button>
  );
  if (!tooltip) return button;
  return (
    <Tooltip label={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  );
}
