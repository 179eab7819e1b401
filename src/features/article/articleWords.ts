import { useTranslation } from "react-i18next";

/** Words that stand in the article itself, in its language and not in that of the person who edits it. */
export function useArticleWords(language: string): (key: string) => string {
  const { i18n } = useTranslation("article");
  const known = i18n.hasResourceBundle(language.split("-")[0] ?? "", "article");
  return i18n.getFixedT(known ? (language.split("-")[0] ?? "de") : "de", "article") as (
    key: string,
  ) => string;
}
