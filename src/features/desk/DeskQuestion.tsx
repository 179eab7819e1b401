import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { ConfirmDialog } from "../../ui/index.ts";
import { othersIn, useNamesOfOthers } from "./Others.tsx";

/** What is asked before it is done. */
export interface Question {
  kind: "trash";
  article: ArticleSummary;
}

interface Props {
  question: Question;
  /** The id of who is asked. */
  self: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(): void;
}

/** Asks before something is done to an article that others would not expect. */
export function DeskQuestion({ question, self, open, onOpenChange, onConfirm }: Props) {
  const { t } = useTranslation(["desk", "common"]);
  const namesOf = useNamesOfOthers();
  const { article } = question;
  const others = othersIn(article, self);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("ask.trash", { headline: article.headline || t("common:untitled") })}
      confirmLabel={t("ask.trashDo")}
      danger
      onConfirm={() => {
        onOpenChange(false);
        onConfirm();
      }}
    >
      {t("ask.trashWords", { names: namesOf(others), count: others.count })}
    </ConfirmDialog>
  );
}
