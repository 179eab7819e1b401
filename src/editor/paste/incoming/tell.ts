import i18next from "i18next";
import type { ArticleUndo } from "../../../binding/index.ts";
import type { AgencyField } from "../../../domain/import/agencyText.ts";
import { localeOf, pageLeft, showToast } from "../../../ui/index.ts";

/* What is said of what came in, and offered for it. */

/** A paste brought pictures of other places, which stay there. */
export const tellOfForeignPictures = (count: number): void =>
  showToast({ text: i18next.t("tools:foreignPictures", { count }), tone: "warn", over: pageLeft() });

/** Lines of plain text came in that look like running text; `join` makes paragraphs of them. */
export const offerJoining = (undo: ArticleUndo, join: () => void): void =>
  showToast({
    over: pageLeft(),
    text: i18next.t("tools:wrappedLines"),
    action: { label: i18next.t("tools:joinLines"), onSelect: () => undo.together(join) },
  });

/** A report of an agency came in; `fill` puts into the fields what it says of itself. */
export function offerFilling(fields: readonly AgencyField[], fill: () => void): void {
  const names = fields.map((field) => i18next.t(`article:${field}`));
  showToast({
    over: pageLeft(),
    text: i18next.t("tools:agency", {
      fields: new Intl.ListFormat(localeOf(i18next.language, navigator.languages)).format(names),
    }),
    action: { label: i18next.t("tools:agency.fill"), onSelect: fill },
  });
}

/** Of a long text only the first paragraph came into a field; `put` brings the others into the body. */
export const offerRest = (count: number, put: () => void): void =>
  showToast({
    over: pageLeft(),
    text: i18next.t("tools:rest", { count }),
    action: { label: i18next.t("tools:rest.put"), onSelect: put },
  });

let toldOfLists = false;

/** What was typed at the start of an empty line has made a list of it. Said once: one knows it then. */
export function tellOfList(): void {
  if (!toldOfLists) showToast({ text: i18next.t("tools:listBegun"), over: pageLeft() });
  toldOfLists = true;
}
