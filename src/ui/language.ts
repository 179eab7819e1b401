import i18next from "i18next";
import { useTranslation } from "react-i18next";

/** Each language in its own words, so that everybody finds theirs. */
export const languageNames = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languageNames;

const storageKey = "foureyes:language";
const isLanguage = (value: string | null): value is Language =>
  value !== null && Object.hasOwn(languageNames, value);

export function useLanguage(): Language {
  const { language } = useTranslation().i18n;
  return isLanguage(language) ? language : "en";
}

/** Holds at once, in every other tab, and the next time this browser comes. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Not kept then: it still holds until the page is left.
  }
  void i18next.changeLanguage(language);
}

/** The chosen language, else the browser's first that we speak, else English. */
export function initialLanguage(): Language {
  return preferredLanguage(stored(), navigator.languages);
}

export const preferredLanguage = (chosen: string | null, browser: readonly string[]): Language =>
  [chosen, ...browser.map((tag) => tag.toLowerCase().split("-")[0] ?? "")].find(isLanguage) ?? "en";

/** Another tab chose: this one follows. */
export function followOtherTabs(): void {
  addEventListener("storage", (change) => {
    if (change.key === storageKey) void i18next.changeLanguage(initialLanguage());
  });
}

/** Null also where the browser forbids storage. */
function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/**
 * How dates and numbers are written: German as in Switzerland. English as where the browser is at home («en-US»,
 * and «en-CH» for a Swiss browser), as in Britain where it does not say.
 */
export function localeOf(language: string, browser: readonly string[]): string {
  if (language === "de") return "de-CH";
  const wanted = browser.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? browser[0];
  const region = wanted === undefined ? undefined : regionOf(wanted);
  return region ? `${language}-${region}` : language === "en" ? "en-GB" : language;
}

function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).region;
  } catch {
    return undefined;
  }
}

/** For dates, numbers and sorting on the page. */
export function useLocale(): string {
  return localeOf(useTranslation().i18n.language, navigator.languages);
}
