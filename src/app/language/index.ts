import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { followOtherTabs, initialLanguage, type Language, languageNames } from "../../ui/index.ts";
import type en from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
  }
}

/** What `<html lang>` says: German follows Swiss usage. */
const tags = { en: "en", de: "de-CH" } as const satisfies Record<Language, string>;

const words = {
  en: () => import("./en/index.ts"),
  de: () => import("./de/index.ts"),
} as const satisfies Record<Language, () => Promise<unknown>>;

export const namespaces = [
  "common",
  "desk",
  "account",
  "people",
  "article",
  "counts",
  "editor",
  "pictures",
  "keys",
  "export",
  "session",
] as const satisfies (keyof typeof en)[];

/** Each language is a piece of code of its own: nobody waits for the words of another. */
const fetched: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const answer = async (): Promise<void> => {
      try {
        const all = (await words[language as Language]()).default;
        done(null, all[namespace as keyof typeof en]);
      } catch (cause) {
        done(cause instanceof Error ? cause : new Error(String(cause)), false);
      }
    };
    void answer();
  },
};

/** Resolves once the words of the language are there. */
export async function startLanguage(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = tags[language as Language];
  });
  await i18next
    .use(fetched)
    .use(initReactI18next)
    .init({
      lng: initialLanguage(),
      fallbackLng: false,
      ns: namespaces,
      defaultNS: "common",
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  followOtherTabs();
}

/** Has the other languages' words at hand, so that choosing one holds at once, also without a line. */
export function prepareOtherLanguages(): void {
  void i18next.loadLanguages(Object.keys(languageNames)).catch(() => {});
}
