import { Popover } from "@base-ui/react/popover";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { standingOf } from "../../../domain/article/targetLength.ts";
import { useClosing } from "../../../ui/index.ts";
import { useDetail } from "../useOpenArticle.ts";
import styles from "./ArticleLength.module.css";
import { LengthPanel } from "./LengthPanel.tsx";
import { TargetBar } from "./TargetBar.tsx";
import { useArticleCounts, useSelectionCounts } from "./useCounts.ts";
import { useFigures } from "./useFigures.ts";

/**
 * A quiet line with the article's length, or that of what is selected; pressed, it shows all figures. Never read out
 * by itself: it changes with every word.
 */
export function ArticleLength({ doc, mayWrite }: { doc: Y.Doc; mayWrite: boolean }) {
  const { t } = useTranslation("counts");
  const figures = useFigures();
  const counts = useArticleCounts(doc);
  const selection = useSelectionCounts();
  const target = useDetail(doc, "targetLength");
  const mayChange = useClosing();
  const { characters } = counts.article;
  return (
    <footer className={styles.bar}>
      <Popover.Root onOpenChange={mayChange}>
        <Popover.Trigger className={styles.line} title={t("details")}>
          {selection ? (
            <span>{t("selected", { figures: figures.line(selection) })}</span>
          ) : (
            <>
              <span>{figures.line(counts.article, target)}</span>
              {target !== null && (
                <span className={styles.standing} data-standing={standingOf(characters, target)}>
                  <TargetBar characters={characters} target={target} />
                  {figures.standing(characters, target)}
                </span>
              )}
            </>
          )}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={styles.positioner} side="top" align="end" sideOffset={6}>
            <Popover.Popup className={styles.popup}>
              <LengthPanel
                doc={doc}
                counts={counts}
                selection={selection}
                target={target}
                mayWrite={mayWrite}
              />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </footer>
  );
}
