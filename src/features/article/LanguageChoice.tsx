import { useTranslation } from "react-i18next";
import { detailsMap } from "../../domain/article/document.ts";
import { useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { MenuChoice } from "../../ui/index.ts";
import { useDetail } from "./useOpenArticle.ts";

/** Each in its own words. Those for which `printWords` has words. */
const articleLanguages = [
  { value: "de-CH", label: "Deutsch" },
  { value: "fr-CH", label: "Français" },
  { value: "it-CH", label: "Italiano" },
  { value: "en-GB", label: "English" },
];
const primary = (tag: string): string | undefined => tag.toLowerCase().split("-")[0];

/**
 * What the article is written in: what it is printed and exported as, checked for spelling and read out in. In a menu.
 * An article from elsewhere may be in one that is not offered.
 */
export function LanguageChoice({ session }: { session: Pick<ArticleSession, "doc"> }) {
  const { t } = useTranslation("article");
  const { undo } = useArticleEditing();
  const language = useDetail(session.doc, "language");
  const offered = articleLanguages.find(({ value }) => primary(value) === primary(language));
  return (
    <MenuChoice
      label={t("menu.language")}
      value={offered?.value ?? language}
      options={articleLanguages}
      onValueChange={(chosen) => undo.edit(() => detailsMap(session.doc).set("language", chosen))}
    />
  );
}
