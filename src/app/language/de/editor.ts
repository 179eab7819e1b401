import type en from "../en/editor.ts";

export default {
  body: "Text",
  toolbar: "Textwerkzeuge",
  style: "Absatzformat",
  "style.of": "Absatzformat: {{style}}",
  "style.mixed": "Gemischt",
  paragraph: "Absatz",
  heading: "Titel",
  subheading: "Zwischentitel",
  quote: "Zitat",
  bullet: "Aufzählung",
  number: "Nummerierte Liste",
  bold: "Fett",
  italic: "Kursiv",
  link: "Link",
  divider: "Trennlinie",
  addPicture: "Bild hinzufügen",
  undo: "Rückgängig",
  redo: "Wiederherstellen",
  "link.add": "Link hinzufügen",
  "link.change": "Link ändern",
  "link.address": "Linkadresse",
  "link.hint": "Eine Webseite, eine E-Mail-Adresse oder eine Telefonnummer (tel:).",
  "link.text": "Angezeigte Wörter",
  "link.apply": "Übernehmen",
  "link.remove": "Link entfernen",
  "link.empty": "Geben Sie eine Adresse ein, zum Beispiel example.org.",
  "link.refused":
    "Diese Adresse ist in einem Link nicht erlaubt. Möglich sind Webseiten (https://…), E-Mail-Adressen und Telefonnummern (tel:…).",
  unknownBlock: "Mit einer neueren Version von Foureyes erstellt. Bleibt unverändert erhalten.",
  unknownInline: "Neuerer Inhalt",
  listBegun: "Eine Liste hat begonnen. Die Rücktaste macht wieder Text daraus.",
  foreignPictures_one:
    "Ein Bild wurde weggelassen. Speichern Sie es als Datei und fügen Sie es hinzu, damit der Artikel ein eigenes hat.",
  foreignPictures_other:
    "{{count}} Bilder wurden weggelassen. Speichern Sie sie als Dateien und fügen Sie sie hinzu, damit der Artikel eigene hat.",
  "wordsKept.deleted": "{{name}} hat den Absatz gelöscht, in dem Sie schrieben. Ihre Wörter sind noch da.",
  "wordsKept.moved":
    "{{name}} hat den Absatz verschoben, in dem Sie schrieben. Ihre Wörter stehen noch, wo Sie sie schrieben.",
  "wordsKept.show": "Zeigen",
  somebody: "Jemand",
} satisfies Record<keyof typeof en, string>;
