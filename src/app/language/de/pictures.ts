import type en from "../en/pictures.ts";

export default {
  leadPicture: "Aufmacherbild",
  bodyPicture: "Bild {{number}}",
  chooseLead: "Aufmacherbild wählen",
  orDrop: "oder hierher ziehen",
  dropHere: "Bilder dort ablegen, wo sie hingehören, oder irgendwo auf der Seite",
  caption: "Legende",
  credit: "Bildnachweis",
  source: "Bildquelle",
  alt: "Alternativtext",
  "caption.placeholder": "Legende: wen und was das Bild zeigt, wann und wo",
  "credit.placeholder": "Von wem es ist, etwa © Agentur/Name",
  "source.placeholder": "Woher es kommt: Agentur, Archiv",
  "alt.placeholder": "Was jemand wissen muss, der das Bild nicht sieht",
  replace: "Bild ersetzen",
  remove: "Bild entfernen",
  moveUp: "Nach oben",
  moveDown: "Nach unten",
  missing: "Dieses Bild ist noch nicht da. Seine Texte bleiben erhalten.",
  notLoaded: "Dieses Bild kam nicht an. Seine Texte bleiben erhalten.",
  fileMissing:
    "Dem Server fehlt die Datei dieses Bildes. Die Texte bleiben erhalten: Ersetzen oder entfernen Sie das Bild.",
  loadAgain: "Bild nochmals laden",
  uploads: "Bilder unterwegs",
  cancel: "Hochladen von {{name}} abbrechen",
  dismiss: "{{name}} ausblenden",
  retry: "Nochmals versuchen",
  begun_one: "Ein Bild wird hochgeladen",
  begun_other: "{{count}} Bilder werden hochgeladen",
  arrived_one: "Bild hinzugefügt",
  arrived_other: "{{count}} Bilder hinzugefügt",
  left_one: "{{names}} wurde nicht hinzugefügt: Der Artikel wurde verlassen, bevor das Bild da war.",
  left_other: "{{names}} wurden nicht hinzugefügt: Der Artikel wurde verlassen, bevor die Bilder da waren.",
  "problem.bad-request": "Der Server hat dieses Bild nicht verstanden. Wählen Sie eine andere Datei.",
  "problem.not-signed-in":
    "Sie sind abgemeldet. Melden Sie sich an und versuchen Sie es nochmals: Das Bild bleibt hier.",
  "problem.forbidden": "Sie dürfen diesem Artikel keine Bilder hinzufügen.",
  "problem.read-only": "Sie dürfen diesen Artikel nicht mehr ändern; das Bild wurde nicht hinzugefügt.",
  "problem.not-found": "Diesen Artikel gibt es auf dem Server nicht mehr.",
  "problem.conflict": "Jemand hat dies gleichzeitig geändert. Versuchen Sie es nochmals.",
  "problem.too-large":
    "Dieses Bild ist grösser als 30 MB. Speichern Sie ein kleineres und fügen Sie es hinzu.",
  "problem.not-a-picture": "Diese Datei ist kein Bild. Wählen Sie ein JPEG, PNG, WebP, AVIF oder GIF.",
  "problem.picture-type":
    "Diese Art von Bild wird nicht unterstützt. Wählen Sie ein JPEG, PNG, WebP, AVIF oder GIF.",
  "problem.too-many-pixels":
    "Dieses Bild hat zu viele Pixel. Speichern Sie es mit weniger oder als JPEG und fügen Sie es hinzu.",
  "problem.too-many-requests":
    "Zu viele Bilder auf einmal. Warten Sie eine Minute und versuchen Sie es nochmals.",
  "problem.password-short": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-long": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-personal": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-common": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.picture-quota":
    "Sie haben so viele Bilder hinzugefügt, wie eine Person an einem Tag darf. Versuchen Sie es morgen nochmals oder bitten Sie jemanden, dieses hinzuzufügen.",
  "problem.too-slow":
    "Die Verbindung ist zu langsam für dieses Bild. Versuchen Sie es mit einer besseren oder fügen Sie ein kleineres hinzu.",
  "problem.unknown-address": "Foureyes kennt diese Adresse nicht.",
  "problem.sign-up-closed": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.invitation-used": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.storage-full":
    "Der Server hat keinen Platz mehr für dieses Bild. Melden Sie es der Person, die Foureyes betreibt, und versuchen Sie es dann nochmals.",
  "problem.damaged": "Dieser Artikel ist auf dem Server beschädigt.",
  "problem.unavailable": "Der Server ist gerade nicht bereit. Versuchen Sie es in Kürze nochmals.",
  "problem.internal": "Der Server konnte dieses Bild nicht übernehmen. Versuchen Sie es nochmals.",
  "problem.network":
    "Das Bild kam nicht an. Es wird gesendet, sobald die Verbindung zurück ist, oder versuchen Sie es jetzt.",
} satisfies Record<keyof typeof en, string>;
