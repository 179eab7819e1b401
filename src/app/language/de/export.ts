import type en from "../en/export.ts";

export default {
  button: "Exportieren",
  title: "Export",
  preview: "Vorschau der exportierten Seite",
  loading: "Die Seite wird erstellt …",
  waiting: "Es wird gewartet, bis jedes Wort gespeichert ist …",
  offline:
    "Sie sind offline. Der Export braucht den Server und ist bereit, sobald die Verbindung wieder steht.",
  notSaved: "Nicht alles ist gespeichert. Ein Export enthielte nur, was gespeichert ist.",
  exportSaved: "Gespeichertes exportieren",
  changed: "Der Artikel wurde seit dieser Vorschau geändert.",
  refresh: "Vorschau erneuern",
  hash: "SHA-256 dieser Seite:",
  html: "HTML herunterladen",
  "html.explain": "Eine Datei, Bilder darin",
  zip: "Zip herunterladen",
  "zip.explain": "Seite und Bilddateien",
  fragment: "Fragment kopieren",
  "fragment.explain": "Nur der Artikel, für ein CMS",
  copied: "Kopiert. Fügen Sie es in Ihr CMS ein.",
  copyByHand:
    "Der Browser lässt das Kopieren nicht zu. Markieren Sie den Quelltext hier und kopieren Sie ihn:",
  source: "Quelltext des Fragments",
  tooMany: "Mehrere Ihrer Exporte sind schon in Arbeit. Versuchen Sie es nochmals, sobald einer fertig ist.",
  retry: "Nochmals versuchen",
} satisfies Record<keyof typeof en, string>;
