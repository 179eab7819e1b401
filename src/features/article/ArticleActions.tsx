import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Keyboard, Printer, Share, Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type * as Y from "yjs";
import { shortcutLabel } from "../../editor/index.ts";
import { ShortcutSheet, useSheetKey } from "../../editor/tools.ts";
import { type ArticleSession, people } from "../../session/index.ts";
import {
  Button,
  ConfirmDialog,
  Dialog,
  IconButton,
  Menu,
  MenuItem,
  MenuSeparator,
  showToast,
  useFailureWords,
  useLocale,
  useOpening,
  whenOver,
} from "../../ui/index.ts";
import styles from "./ArticleBar.module.css";
import { changeTrash } from "./articleApi.ts";
import { ExportPanel } from "./ExportPanel.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { Presence } from "./Presence.tsx";
import { TypographyChoice } from "./TypographyChoice.tsx";
import { useFieldText } from "./useOpenArticle.ts";

interface Props {
  session: ArticleSession;
  mayWrite: boolean;
  mayTrash: boolean;
  accountMenu: ReactNode;
}

/** Who is here, taking the article along, and what else can be done with it. */
export function ArticleActions({ session, mayWrite, mayTrash, accountMenu }: Props) {
  const { t } = useTranslation("article");
  const words = useTranslation("export");
  const [exporting, setExporting] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  useSheetKey(useCallback(() => setSheetOpen(true), []));
  const moveToTrash = useMoveToTrash(session.articleId);
  const asking = useOpening<readonly string[]>();
  const trash = (): void => {
    const others = people(session.awareness).filter(({ self }) => !self);
    if (others.length === 0) void moveToTrash();
    else asking.begin(others.map(({ name }) => name));
  };
  return (
    <>
      <Presence session={session} />
      <Button icon={Share} onClick={() => setExporting(true)}>
        <span className={styles.export}>{words.t("button")}</span>
      </Button>
      <Menu trigger={<IconButton label={t("menu")} icon={Ellipsis} />}>
        <MenuItem icon={Printer} onSelect={() => window.print()}>
          {t("menu.print")}
        </MenuItem>
        <MenuItem icon={Keyboard} shortcut={shortcutLabel("sheet")} onSelect={() => setSheetOpen(true)}>
          {t("menu.shortcuts")}
        </MenuItem>
        {mayWrite && (
          <>
            <MenuSeparator />
            <LanguageChoice session={session} />
            <MenuSeparator />
            <TypographyChoice />
          </>
        )}
        {mayTrash && (
          <>
            <MenuSeparator />
            <MenuItem icon={Trash2} danger onSelect={trash}>
              {t("menu.trash")}
            </MenuItem>
          </>
        )}
      </Menu>
      <span className={styles.account}>{accountMenu}</span>
      <Dialog open={exporting} onOpenChange={setExporting} title={words.t("title")} size="wide">
        <ExportPanel session={session} />
      </Dialog>
      {asking.about && (
        <TrashQuestion
          doc={session.doc}
          names={asking.about}
          open={asking.open}
          onOpenChange={asking.setOpen}
          onConfirm={() => void moveToTrash()}
        />
      )}
      <ShortcutSheet open={sheetOpen} onOpenChange={setSheetOpen} />
    </>
  );
}

/** Others are in the article: they could not go on writing. */
function TrashQuestion({
  doc,
  names,
  open,
  onOpenChange,
  onConfirm,
}: {
  doc: Y.Doc;
  names: readonly string[];
  open: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(): void;
}) {
  const { t } = useTranslation(["desk", "article"]);
  const locale = useLocale();
  const headline = useFieldText(doc, "headline") || t("article:untitled");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("ask.trash", { headline })}
      confirmLabel={t("ask.trashDo")}
      danger
      onConfirm={() => {
        onOpenChange(false);
        onConfirm();
      }}
    >
      {t("ask.trashWords", {
        names: new Intl.ListFormat(locale, { type: "conjunction" }).format(names),
        count: names.length,
      })}
    </ConfirmDialog>
  );
}

/** Moves the article to the trash and goes back to the desk, where a press brings it back. */
function useMoveToTrash(articleId: string): () => Promise<void> {
  const { t } = useTranslation("article");
  const failureWords = useFailureWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const change = async (trashed: boolean): Promise<boolean> => {
    try {
      await changeTrash(articleId, trashed);
      // Lists that nobody looks at are read anew: with them the desk would show the article's line, go to it, and lose it.
      queries.removeQueries({ type: "inactive" });
      void queries.invalidateQueries();
      return true;
    } catch (failure) {
      showToast({ tone: "bad", text: failureWords(failure), over: whenOver(failure) });
      return false;
    }
  };
  return async () => {
    if (!(await change(true))) return;
    showToast({
      text: t("trash.moved"),
      action: { label: t("trash.restore"), onSelect: () => void change(false) },
    });
    await navigate("/");
  };
}
