import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import de from "./de/index.ts";
import en from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
  }
}

/** What `<html lang>` says for each language one can choose; texts follow Swiss usage in German. */
export const languages = { en: "en", de: "de-CH" } as const;
export type Language = keyof typeof languages;

/** Each language in its own words, so that everybody finds theirs. */
export const languageNames = { en: "English", de: "Deutsch" } as const satisfies Record<Language, string>;

export function useLanguage(): Language {
  const { language } = useTranslation().i18n;
  return isLanguage(language) ? language : "en";
}

const storageKey = "foureyes:language";
const isLanguage = (value: string | null): value is Language =>
  value !== null && Object.hasOwn(languages, value);

/** The chosen language, else the browser's first that we speak, else English. */
function initialLanguage(): Language {
  const wanted = [stored(), ...navigator.languages.map((tag) => tag.split("-")[0] ?? "")];
  return wanted.find(isLanguage) ?? "en";
}

/** Null also where the browser forbids storage. */
function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Not kept then: it still holds until the page is left.
  }
  void i18next.changeLanguage(language);
}

/** Resources are part of the bundle, so the language is there when this returns. */
export function startLanguage(): void {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = isLanguage(language) ? languages[language] : language;
  });
  void i18next.use(initReactI18next).init({
    resources: { en, de },
    lng: initialLanguage(),
    fallbackLng: "en",
    defaultNS: "common",
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}
