import type { MouseEvent, ReactNode } from "react";
import styles from "./SkipLink.module.css";

/** The first thing the keyboard reaches: leads past what every page has. `to`: the id of what can take the focus. */
export function SkipLink({ to, children }: { to: string; children: ReactNode }) {
  const skip = (press: MouseEvent): void => {
    const target = document.getElementById(to);
    if (!target) return;
    // The address stays what it is, so that «back» still leads to the page before.
    press.preventDefault();
    target.focus();
  };
  return (
    <a className={styles.skip} href={`#${to}`} onClick={skip}>
      {children}
    </a>
  );
}
