import { createContext, useContext } from "react";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { ArticleUndo } from "../binding/index.ts";
import type { ColleagueCarets } from "./carets/ColleagueCarets.ts";
import type { OpenEditors } from "./openEditors.ts";
import type { ArticlePictures } from "./pictures/ArticlePictures.ts";

/** One article, open for editing on this page. */
export interface ArticleEditingValue {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** One history over all texts and pictures. */
  readonly undo: ArticleUndo;
  readonly mayWrite: boolean;
  readonly editors: OpenEditors;
  readonly pictures: ArticlePictures;
  /** Where colleagues are. */
  readonly carets: ColleagueCarets;
}

export const ArticleEditingContext = createContext<ArticleEditingValue | null>(null);

/** What surrounds the editors; only inside `ArticleEditing`. */
export function useArticleEditing(): ArticleEditingValue {
  const value = useContext(ArticleEditingContext);
  if (!value) throw new Error("useArticleEditing needs ArticleEditing around it");
  return value;
}
