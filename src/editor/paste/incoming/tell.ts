import i18next from "i18next";
import type { ArticleUndo } from "../../../binding/index.ts";
import { showToast } from "../../../ui/index.ts";

/* What is said of what came in, and offered for it. */

/** A paste brought pictures of other places, which stay there. */
export const tellOfForeignPictures = (count: number): void =>
  showToast({ text: i18next.t("tools:foreignPictures", { count }), tone: "warn" });

/** Lines of plain text came in that look like running text; `join` makes paragraphs of them. */
export const offerJoining = (undo: ArticleUndo, join: () => void): void =>
  showToast({
    text: i18next.t("tools:wrappedLines"),
    action: { label: i18next.t("tools:joinLines"), onSelect: () => undo.together(join) },
  });

let toldOfLists = false;

/** What was typed at the start of an empty line has made a list of it. Said once: one knows it then. */
export function tellOfList(): void {
  if (!toldOfLists) showToast({ text: i18next.t("tools:listBegun") });
  toldOfLists = true;
}
