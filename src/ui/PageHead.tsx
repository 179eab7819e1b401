import type { ReactNode } from "react";
import styles from "./PageHead.module.css";

/** The column that holds a page, centred; `form` is as wide as a form reads well. */
export const PageBody = ({ width = "list", children }: { width?: "list" | "form"; children: ReactNode }) => (
  <div className={styles.page} data-width={width}>
    {children}
  </div>
);

/** A page's title, also the document's, and beside it what one does most there. */
export const PageHead = ({ title, children }: { title: string; children?: ReactNode }) => (
  <header className={styles.head}>
    <DocumentTitle title={title} />
    <h1 className={styles.title}>{title}</h1>
    {children}
  </header>
);

/** What the browser's tab and history say. */
export const DocumentTitle = ({ title }: { title: string }) => <title>{`${title} · Foureyes`}</title>;
