import { ArchiveRestore, Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { Menu, MenuItem } from "../../ui/index.ts";
import type { DeleteAction } from "./useDeletion.ts";
import type { ChangeTrash } from "./useTrash.ts";

export interface RowMenuProps {
  article: ArticleSummary;
  onTrash: ChangeTrash;
  onDelete: DeleteAction;
  trigger: ReactElement;
}

/** What one can do with an article, where a row has no room for buttons that a thumb would hit by mistake. */
export function RowMenu({ article, onTrash, onDelete, trigger }: RowMenuProps) {
  const { t } = useTranslation("desk");
  const trashed = article.trashedAt !== null;
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem
        icon={trashed ? ArchiveRestore : Trash2}
        danger={!trashed}
        onSelect={() => onTrash(article, !trashed)}
      >
        {t(trashed ? "keys.restore" : "keys.trash")}
      </MenuItem>
      {trashed && onDelete && (
        <MenuItem icon={Trash2} danger onSelect={() => onDelete(article)}>
          {t("deleteNow")}
        </MenuItem>
      )}
    </Menu>
  );
}
