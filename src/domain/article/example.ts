import type { BlockStyle, TextRun } from "./content.ts";
import type { FieldName, MediaFieldName } from "./fields.ts";

/**
 * The article that the product ships, for the button on the empty desk: a story with every part an agency
 * story has. Villages, ship and events are invented. Its picture is `server/examples/lake.jpg`
 * (drawn by scripts/example-picture.mjs).
 */
export const exampleArticle = {
  section: "News › Regional",
  language: "de-CH",
  fields: {
    kicker: "Tannensee",
    headline: "Nach zwölf Jahren fährt wieder ein Schiff über den See",
    lead: "Hirzach und Lindenfluh holen die Schifffahrt zurück: Ab Mai verbindet ein Elektroboot die beiden Ufer im Stundentakt. Die Stimmberechtigten haben dem Kredit am Sonntag deutlich zugestimmt.",
    byline: "Von unserer Regionalredaktion",
    dateline: "Hirzach, 28. September 2025, 17:40 Uhr",
    source: "Regionalredaktion",
    contact: "redaktion@example.org",
  },
  body: [
    {
      style: "paragraph",
      runs: [
        {
          text: "Das Elektroboot «Silberdistel» soll ab dem 1. Mai täglich zwischen 6 und 22 Uhr fahren. Das teilten die Gemeinden am Sonntagabend gemeinsam mit. Die Überfahrt dauert ",
        },
        { text: "elf Minuten", bold: true },
        { text: "; wer heute mit dem Bus um den See fährt, ist eine Dreiviertelstunde unterwegs." },
      ],
    },
    {
      style: "paragraph",
      runs: [
        {
          text: "In Hirzach sagten 1284 Stimmende Ja und 503 Nein, in Lindenfluh waren es 917 Ja gegen 388 Nein. Bewilligt ist damit ein Kredit von 3,2 Millionen Franken für das Boot, eine Ladestation und zwei neue Stege. Die alte Schiffsverbindung war vor zwölf Jahren eingestellt worden, weil sich die Reparatur des Dampfkessels nicht mehr gelohnt hatte.",
        },
      ],
    },
    { style: "heading", runs: [{ text: "Fahrplan nach der Schulglocke" }] },
    {
      style: "paragraph",
      runs: [
        {
          text: "Der Fahrplan richtet sich nach dem Unterricht. «Wir haben zuerst die Schulhäuser gefragt und dann die Pendlerinnen und Pendler», sagte die Gemeindepräsidentin von Hirzach vor den Medien. Rund hundert Jugendliche aus Lindenfluh besuchen die Oberstufe am anderen Ufer; sie sollen künftig ohne Umsteigen zur Schule kommen.",
        },
      ],
    },
    {
      style: "quote",
      runs: [{ text: "«Der See war lange das, was uns trennt. Jetzt wird er wieder der kürzeste Weg.»" }],
    },
    {
      style: "paragraph",
      runs: [
        {
          text: "Kritik kam im Abstimmungskampf vom örtlichen Fischereiverein. Er befürchtet Wellenschlag in der Laichzeit und verlangt, dass das Boot im April und im Mai ",
        },
        { text: "höchstens halb so schnell", italic: true },
        {
          text: " fährt. Die Gemeinden wollen das in einem Probebetrieb prüfen, bevor der Fahrplan endgültig wird.",
        },
      ],
    },
    { style: "subheading", runs: [{ text: "Das kostet die Überfahrt" }] },
    { style: "bullet", runs: [{ text: "Erwachsene: 4.80 Franken" }] },
    { style: "bullet", runs: [{ text: "Kinder bis 12 Jahre: gratis" }] },
    { style: "bullet", runs: [{ text: "Velo: 2 Franken" }] },
    {
      style: "paragraph",
      runs: [
        { text: "Der provisorische Fahrplan liegt auf beiden Gemeindekanzleien auf und steht auch " },
        { text: "im Internet", link: "https://www.example.org/tannensee/fahrplan" },
        {
          text: ". Einwände nehmen die Gemeinden bis Ende Oktober entgegen. Die Jungfernfahrt ist für den 30. April geplant, mit Musik und «so vielen Gästen, wie das Boot tragen darf».",
        },
      ],
    },
  ],
  picture: {
    caption:
      "Abend über dem Tannensee: Zwischen Hirzach und Lindenfluh soll ab Mai jede Stunde ein Boot fahren.",
    credit: "© Foureyes/Illustration",
    source: "Foureyes",
    alt: "Stiller See in der Dämmerung, dahinter gestaffelte Bergketten, auf dem Wasser ein kleines Boot mit Licht",
  },
} as const satisfies {
  section: string;
  language: string;
  fields: Record<FieldName, string>;
  body: readonly { style: BlockStyle; runs: readonly TextRun[] }[];
  picture: Record<MediaFieldName, string>;
};
