import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { ConfirmDialog } from "../../ui/index.ts";
import { othersIn, useNamesOfOthers } from "./Others.tsx";

/** What is asked before it is done. */
export type Question =
  | { kind: "trash"; article: ArticleSummary }
  | { kind: "delete"; article: ArticleSummary }
  | { kind: "empty"; count: number; until: string };

interface Props {
  question: Question;
  /** The id of who is asked. */
  self: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(): void;
}

/** Asks before something is done that others would not expect, or that nothing takes back. */
export function DeskQuestion({ question, self, open, onOpenChange, onConfirm }: Props) {
  const { title, words, confirm } = useWords(question, self);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      confirmLabel={confirm}
      danger
      onConfirm={() => {
        onOpenChange(false);
        onConfirm();
      }}
    >
      {words}
    </ConfirmDialog>
  );
}

function useWords(question: Question, self: string): { title: string; words: string; confirm: string } {
  const { t } = useTranslation(["desk", "common"]);
  const namesOf = useNamesOfOthers();
  if (question.kind === "empty") {
    const { count } = question;
    return { title: t("ask.empty"), words: t("ask.emptyWords", { count }), confirm: t("emptyTrash") };
  }
  const { article } = question;
  const headline = article.headline || t("common:untitled");
  const others = othersIn(article, self);
  const about = { names: namesOf(others), count: others.count };
  if (question.kind === "delete") {
    const words = [...(others.count > 0 ? [t("ask.deleteOpen", about)] : []), t("ask.deleteWords")];
    return { title: t("ask.delete", { headline }), words: words.join(" "), confirm: t("deleteNow") };
  }
  return {
    title: t("ask.trash", { headline }),
    words: t("ask.trashWords", about),
    confirm: t("ask.trashDo"),
  };
}
