import { Fragment, type ReactNode } from "react";
import { Dialog } from "./Dialog.tsx";
import styles from "./KeySheet.module.css";

export interface KeySheetProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  groups: readonly {
    title: string;
    /** What it does, and the keys as they are named on this keyboard. */
    keys: readonly (readonly [does: string, keys: readonly string[]])[];
  }[];
  /** What else there is to say. */
  children?: ReactNode;
}

/** The list of a page's keys. */
export function KeySheet({ open, onOpenChange, title, groups, children }: KeySheetProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} size={groups.length > 1 ? "wide" : "form"}>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title} className={styles.group}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl className={styles.keys}>
              {group.keys.map(([does, keys]) => (
                <Fragment key={does}>
                  <dt>{does}</dt>
                  <dd>
                    {keys.map((key) => (
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
      {children && <p className={styles.outside}>{children}</p>}
    </Dialog>
  );
}
