import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Notice.module.css";

export type Tone = "info" | "good" | "warn" | "bad";

export const toneIcons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

/** Something worth knowing, in the page where it belongs. Bad news is read out at once, the rest politely. */
export function Notice({
  tone = "info",
  title,
  action,
  children,
}: {
  tone?: Tone;
  title?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  const Icon = toneIcons[tone];
  return (
    <div className={styles.notice} data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon aria-hidden="true" size={18} />
      <div className={styles.words}>
        {title && <strong className={styles.title}>{title}</strong>}
        {children}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
