import type en from "../en/pictures.ts";

export default {
  leadPicture: "Aufmacherbild",
  bodyPicture: "Bild {{number}}",
  chooseLead: "Aufmacherbild wählen",
  orDrop: "oder hierher ziehen",
  caption: "Legende",
  credit: "Bildnachweis",
  source: "Bildquelle",
  alt: "Alternativtext",
  "caption.placeholder": "Legende: wen und was das Bild zeigt, wann und wo",
  "credit.placeholder": "Bildnachweis, z. B. © Agentur/Name",
  "source.placeholder": "Quelle, z. B. Agentur oder Archiv",
  "alt.placeholder": "Bildbeschreibung für alle, die das Bild nicht sehen",
  missing: "Das Bild wird noch geladen. Legende und Bildnachweis bleiben erhalten.",
  notLoaded: "Dieses Bild konnte nicht geladen werden. Legende und Bildnachweis bleiben erhalten.",
  fileMissing:
    "Die Bilddatei fehlt auf dem Server. Ersetzen oder entfernen Sie das Bild; Legende und Bildnachweis bleiben erhalten.",
  loadAgain: "Bild nochmals laden",
} satisfies Record<keyof typeof en, string>;
