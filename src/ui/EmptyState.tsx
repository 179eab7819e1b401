import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

/** Nothing here, or not to be had: says why, and what one may do. */
export function EmptyState({
  title,
  level: Heading = "h2",
  children,
  actions,
}: {
  title: string;
  level?: "h1" | "h2";
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <Heading className={styles.title}>{title}</Heading>
      {children && <div className={styles.words}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
