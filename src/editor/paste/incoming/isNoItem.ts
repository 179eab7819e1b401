/** The article's languages (`details.language`), with Austria's January. */
const languages = ["de", "de-AT", "fr", "it", "en"];
let months: Set<string> | null = null;

/** «1. August» is a date, and «* Name geändert» a note: no lists, though they begin as lists do. */
export function isNoItem(marker: string, firstWord: string): boolean {
  if (marker.startsWith("*")) return /^(names?|namen|pr[ée]noms?|noms?|nom[ei])$/i.test(firstWord);
  months ??= new Set(
    languages.flatMap((language) =>
      Array.from({ length: 12 }, (_, month) =>
        new Date(2026, month).toLocaleDateString(language, { month: "long" }).toLowerCase(),
      ),
    ),
  );
  return /^\d/.test(marker) && months.has(firstWord.toLowerCase());
}
