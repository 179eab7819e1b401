import type en from "../en/editor.ts";

export default {
  body: "Text",
  unknownBlock: "Mit einer neueren Version von Foureyes erstellt. Bleibt unverändert erhalten.",
  unknownInline: "Neuerer Inhalt",
} satisfies Record<keyof typeof en, string>;
