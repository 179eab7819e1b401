import type en from "../en/counts.ts";

export default {
  details: "Länge in Zahlen",
  words_one: "{{number}} Wort",
  words_other: "{{number}} Wörter",
  characters_one: "{{number}} Zeichen",
  characters_other: "{{number}} Zeichen",
  charactersOf: "{{number}} von {{target}} Zeichen",
  minutes: "{{number}} Min.",
  selected: "Ausgewählt: {{figures}}",
  "standing.under": "noch {{number}}",
  "standing.met": "passt",
  "standing.over": "{{number}} zu viel",

  title: "Länge",
  part: "Teil",
  "column.words": "Wörter",
  "column.characters": "Zeichen",
  "column.charactersWithoutSpaces": "Ohne Leerzeichen",
  article: "Artikel",
  selection: "Auswahl",
  captions: "Legenden",
  captionsHint: "Legenden zählen nicht zum Artikel.",
  reading: "Lesezeit: {{minutes}}",
  readingHint: "bei {{number}} Wörtern pro Minute",

  target: "Ziellänge in Zeichen",
  targetHint: "Mit Leerzeichen. Leer lassen für kein Ziel.",
  targetApply: "Übernehmen",
  targetOf: "Ziellänge: {{number}} Zeichen mit Leerzeichen",
  "refused.no-number": "Geben Sie eine ganze Zahl ein, etwa {{example}}.",
  "refused.out-of-range": "Geben Sie eine Zahl von 1 bis {{longest}} ein.",
} satisfies Record<keyof typeof en, string>;
