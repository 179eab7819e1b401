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
  /** Shown beside the label in the tooltip, such as «Ctrl+B». */
  shortcut?: string;
}

export function IconButton({
  label,
  icon: Icon,
  pressed,
  busy,
  shortcut,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={`${styles.button} ${styles.icon}`}
        data-variant="quiet"
        {...rest}
        aria-busy={busy || undefined}
        onClick={busy ? (press) => press.preventDefault() : onClick}
      >
        {busy ? <Spinner /> : <Icon aria-hidden="true" size={18} strokeWidth={1.8} />}
      </button>
    </Tooltip>
  );
}
