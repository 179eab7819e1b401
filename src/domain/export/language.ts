/** The words that an export adds to what people wrote, in the article's language. */
export interface PrintWords {
  source: string;
  published: string;
  updated: string;
  untitled: string;
  picture: string;
}

const german: PrintWords = {
  source: "Quelle:",
  published: "veröffentlicht:",
  updated: "aktualisiert:",
  untitled: "Ohne Titel",
  picture: "Bild:",
};
const words: Readonly<Record<string, PrintWords>> = {
  de: german,
  en: {
    source: "Source:",
    published: "published:",
    updated: "updated:",
    untitled: "Untitled",
    picture: "Picture:",
  },
  fr: {
    source: "Source :",
    published: "publié :",
    updated: "mis à jour :",
    untitled: "Sans titre",
    picture: "Image :",
  },
  it: {
    source: "Fonte:",
    published: "pubblicato:",
    updated: "aggiornato:",
    untitled: "Senza titolo",
    picture: "Immagine:",
  },
};

/** German where the language has no words here, as on the page. */
export const printWords = (language: string): PrintWords => words[language.split("-")[0] ?? ""] ?? german;

const fallback = "de-CH";
const known = new Map<string, string>();
const names = {
  language: new Intl.DisplayNames("en", { type: "language", fallback: "none" }),
  region: new Intl.DisplayNames("en", { type: "region", fallback: "none" }),
};

/** A tag of registered subtags only, since checkers refuse made-up ones: language and, if known, region. */
export function registeredLanguage(tag: string): string {
  let result = known.get(tag);
  if (result === undefined) {
    result = findRegistered(tag);
    // Tags come from documents; a hostile one must not fill the memory.
    if (known.size > 500) known.clear();
    known.set(tag, result);
  }
  return result;
}

function findRegistered(tag: string): string {
  try {
    const { language, region } = new Intl.Locale(tag);
    if (!language || names.language.of(language) === undefined) return fallback;
    return region && names.region.of(region) !== undefined ? `${language}-${region}` : language;
  } catch {
    return fallback;
  }
}
