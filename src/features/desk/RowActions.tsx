import { ArchiveRestore, Ellipsis, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { IconButton, isSecondPress, later } from "../../ui/index.ts";
import type { RowMenuProps } from "./RowMenu.tsx";
import type { DeleteAction } from "./useDeletion.ts";
import type { ChangeTrash } from "./useTrash.ts";

const RowMenu = later<RowMenuProps>(() => import("./RowMenu.tsx").then((all) => all.RowMenu), {
  meanwhile: ({ trigger }) => trigger,
  when: "asked",
});

interface Props {
  article: ArticleSummary;
  headline: string;
  /** Nothing can be pointed at without pressing it. */
  touch: boolean;
  onTrash: ChangeTrash;
  onDelete: DeleteAction;
}

/** What one can do with a row's article: a button that shows under the pointer, and on a touch screen a menu. */
export function RowActions({ article, headline, touch, onTrash, onDelete }: Props) {
  const { t } = useTranslation("desk");
  // Hundreds of rows: a menu is made when its button is pressed.
  const [asked, setAsked] = useState(false);
  const trashed = article.trashedAt !== null;
  if (!touch)
    return (
      <IconButton
        label={t(trashed ? "restore" : "trash", { headline })}
        aria-keyshortcuts="Delete"
        tooltip={false}
        icon={trashed ? ArchiveRestore : Trash2}
        onClick={(press) => isSecondPress(press) || onTrash(article, !trashed)}
      />
    );
  const ask = (): void => {
    RowMenu.prepare();
    setAsked(true);
  };
  const button = { label: t("rowMenu", { headline }), icon: Ellipsis, tooltip: false } as const;
  return asked ? (
    <RowMenu {...{ article, onTrash, onDelete }} trigger={<IconButton {...button} />} />
  ) : (
    <IconButton {...button} aria-haspopup="menu" onClick={ask} />
  );
}
