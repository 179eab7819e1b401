import i18next from "i18next";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { type ArticleUndo, createArticleUndo } from "../binding/index.ts";
import { type ArticleSession, chooseColour } from "../session/index.ts";
import { ColleagueCarets } from "./carets/ColleagueCarets.ts";
import { ArticleEditingContext } from "./editingContext.ts";
import "./editor.css";
import { later } from "../ui/index.ts";
import { OpenEditors } from "./openEditors.ts";
import { ArticlePictures } from "./pictures/ArticlePictures.ts";
import { carriesFiles, droppedFiles } from "./pictures/transfer.ts";
import { shortcutOf } from "./shortcuts.ts";
import { useLatest } from "./useLatest.ts";

const UploadTray = later(async () => {
  const [{ UploadTray: Part }] = await Promise.all([
    import("./pictures/UploadTray.tsx"),
    i18next.loadNamespaces("uploads"),
  ]);
  return Part;
});

interface Props {
  session: Pick<ArticleSession, "articleId" | "doc" | "awareness">;
  mayWrite: boolean;
  children: ReactNode;
}

interface Parts {
  undo: ArticleUndo;
  editors: OpenEditors;
  pictures: ArticlePictures;
  carets: ColleagueCarets;
}

/** One open article: one history over all its texts, its editors, and pictures on their way. */
export function ArticleEditing({ session, mayWrite, children }: Props) {
  const { articleId, doc, awareness } = session;
  const [parts, setParts] = useState<Parts | null>(null);
  const writable = useLatest(mayWrite);

  useLayoutEffect(() => {
    const undo = createArticleUndo(doc);
    const editors = new OpenEditors();
    const carets = new ColleagueCarets();
    const stopChoosing = chooseColour(awareness);
    const pictures = new ArticlePictures({ articleId, doc, undo, editors, mayWrite: writable });
    // oxlint-disable-next-line react/set-state-in-effect -- they live and end with the article, not with a render
    setParts({ undo, editors, pictures, carets });
    return () => {
      setParts(null);
      stopChoosing();
      pictures.destroy();
      undo.destroy();
    };
  }, [articleId, doc, awareness, writable]);

  const value = useMemo(
    () => parts && { doc, awareness, mayWrite, ...parts },
    [doc, awareness, mayWrite, parts],
  );
  usePageWideHandlers(parts, mayWrite);
  if (!value) return null;
  return (
    <ArticleEditingContext value={value}>
      {children}
      <UploadTray />
    </ArticleEditingContext>
  );
}

/** Undo while the focus is in no text, and pictures dropped beside the texts (which would leave the page). */
function usePageWideHandlers(parts: Parts | null, mayWrite: boolean): void {
  useEffect(() => {
    if (!parts) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const name = shortcutOf(event);
      if (event.defaultPrevented || !mayWrite || (name !== "undo" && name !== "redo")) return;
      const target = event.target as HTMLElement;
      // The browser's own history of an input knows nothing of the article's; those that write into it say so.
      const ownHistory = "input:not([data-article-history]), textarea, select, [role=dialog]";
      if (target.isContentEditable || target.closest(ownHistory)) return;
      event.preventDefault();
      parts.undo[name]();
    };
    const onDragOver = (event: DragEvent): void => {
      if (carriesFiles(event.dataTransfer)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      parts.pictures.add(droppedFiles(event.dataTransfer));
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("drop", onDrop);
    };
  }, [parts, mayWrite]);
}
