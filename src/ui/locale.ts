import { useTranslation } from "react-i18next";

/** How dates and numbers are written in each language of the page. */
const locales: Readonly<Record<string, string>> = { en: "en-GB", de: "de-CH" };

export function useLocale(): string {
  const { i18n } = useTranslation();
  return locales[i18n.language] ?? i18n.language;
}
