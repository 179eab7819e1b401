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
  "credit.placeholder": "Von wem es ist, etwa © Agentur/Name",
  "source.placeholder": "Woher es kommt: Agentur, Archiv",
  "alt.placeholder": "Was jemand wissen muss, der das Bild nicht sieht",
  missing: "Dieses Bild ist noch nicht da. Seine Texte bleiben erhalten.",
  notLoaded: "Dieses Bild kam nicht an. Seine Texte bleiben erhalten.",
  fileMissing:
    "Dem Server fehlt die Datei dieses Bildes. Die Texte bleiben erhalten: Ersetzen oder entfernen Sie das Bild.",
  loadAgain: "Bild nochmals laden",
} satisfies Record<keyof typeof en, string>;
