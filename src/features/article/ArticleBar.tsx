import type { ReactNode } from "react";
import type { ArticleSession } from "../../session/index.ts";
import { useFirstPaint } from "../../ui/index.ts";
import styles from "./ArticleBar.module.css";
import { DeskLink } from "./DeskLink.tsx";
import { SaveState } from "./SaveState.tsx";
import { useNews } from "./useNews.ts";

/** What belongs to the whole article: the way back, whether it is saved, and `children` for what else there is. */
export function ArticleBar({ session, children }: { session: ArticleSession; children: ReactNode }) {
  useFirstPaint();
  useNews(session);
  return (
    <div className={`article-bar ${styles.bar}`}>
      <DeskLink />
      <SaveState session={session} />
      <span className={styles.gap} />
      {children}
    </div>
  );
}
