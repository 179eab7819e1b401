import i18next, { type BackendModule, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";
import { followOtherTabs, initialLanguage, type Language, languageNames } from "../../ui/index.ts";
import { tellServer } from "../tellServer.ts";
import type en from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
  }
}

/** What `<html lang>` says: German follows Swiss usage. */
const tags = { en: "en", de: "de-CH" } as const satisfies Record<Language, string>;

/** What an article is written with comes first; the words of the other pages and of the tools are a piece of their own. */
const words = {
  en: { writing: () => import("./en/writing.ts"), rest: () => import("./en/rest.ts") },
  de: { writing: () => import("./de/writing.ts"), rest: () => import("./de/rest.ts") },
} as const satisfies Record<Language, Record<string, () => Promise<unknown>>>;

export const namespaces = {
  writing: ["common", "article", "editor", "pictures", "session"],
  rest: ["desk", "account", "people", "counts", "keys", "tools", "uploads", "export"],
} as const satisfies Record<keyof (typeof words)["en"], (keyof typeof en)[]>;

/** Between two attempts to fetch words over a bad line. Milliseconds. */
const retryMs = 2_000;

/** Each language is a piece of code of its own: nobody waits for the words of another. Asks until they come. */
const fetched: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const { writing, rest } = words[language as Language];
    const isFirst = namespaces.writing.some((each) => each === namespace);
    const answer = async (): Promise<void> => {
      try {
        const part: Readonly<Record<string, ResourceKey | undefined>> = (await (isFirst ? writing() : rest()))
          .default;
        done(null, part[namespace] ?? false);
      } catch {
        setTimeout(() => void answer(), retryMs);
      }
    };
    void answer();
  },
};

/** Resolves once the words of the language are there: all of them, or those that `writing` needs. */
export async function startLanguage(part: "writing" | "all"): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = tags[language as Language];
    tellServer("language", language);
  });
  await i18next
    .use(fetched)
    .use(initReactI18next)
    .init({
      lng: initialLanguage(),
      fallbackLng: false,
      // A list of its own: i18next adds to it.
      ns: [...namespaces.writing, ...(part === "all" ? namespaces.rest : [])],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  followOtherTabs();
}

/** Resolves once the words are there that writing does without; at once while the language has not started. */
export const loadRestOfWords = (): Promise<void> => i18next.loadNamespaces(namespaces.rest);

/** Has the other languages' words at hand, so that choosing one holds at once, also without a line. */
export function prepareOtherLanguages(): void {
  void i18next.loadLanguages(Object.keys(languageNames)).catch(() => {});
}
