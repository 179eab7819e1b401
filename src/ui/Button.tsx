import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Link, type LinkProps } from "react-router";
import styles from "./Button.module.css";
import { Spinner } from "./Spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

interface Look {
  /** `secondary` unless told. One `primary` a view. */
  variant?: ButtonVariant;
  icon?: LucideIcon;
  /** As wide as what holds it. */
  wide?: boolean;
}

export interface ButtonProps extends ComponentProps<"button">, Look {
  /** Something asked for is under way: shows it and takes no second press; stays focusable and keeps its name. */
  busy?: boolean;
}

export function Button({ variant, icon, wide, busy, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...look({ variant, wide })}
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      onClick={busy ? (press) => press.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : <Icon icon={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button, for what leads to another page. */
export function ButtonLink({ variant, icon, wide, children, ...rest }: LinkProps & Look) {
  return (
    <Link {...look({ variant, wide })} {...rest}>
      <Icon icon={icon} />
      {children}
    </Link>
  );
}

const look = ({ variant = "secondary", wide }: Look) => ({
  className: wide ? `${styles.button} ${styles.wide}` : styles.button,
  "data-variant": variant,
});

const Icon = ({ icon: Shape }: { icon: LucideIcon | undefined }) =>
  Shape ? <Shape aria-hidden="true" size={17} strokeWidth={1.9} /> : null;
