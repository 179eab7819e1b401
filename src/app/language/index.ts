import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { followOtherTabs, initialLanguage, type Language } from "../../ui/index.ts";
import de from "./de/index.ts";
import en from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
  }
}

/** What `<html lang>` says: German follows Swiss usage. */
const tags = { en: "en", de: "de-CH" } as const satisfies Record<Language, string>;

/** Resources are part of the bundle, so the language is there when this returns. */
export function startLanguage(): void {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = tags[language as Language];
  });
  void i18next.use(initReactI18next).init({
    resources: { en, de },
    lng: initialLanguage(),
    fallbackLng: "en",
    defaultNS: "common",
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  followOtherTabs();
}
