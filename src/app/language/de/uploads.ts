import type en from "../en/uploads.ts";

export default {
  replace: "Bild ersetzen",
  remove: "Bild entfernen",
  moveUp: "Nach oben",
  moveDown: "Nach unten",
  makeLead: "Zum Aufmacherbild machen",
  moveToText: "In den Text verschieben",
  takenAway:
    "Jemand hat das Bild entfernt, an dessen Legende Sie schrieben. Legende und Bildnachweis bleiben erhalten.",
  "takenAway.back": "Bild wieder einfügen",
  dropHere: "Bilder dort ablegen, wo sie hingehören, oder irgendwo auf der Seite",
  dropPicture: "Bild im Text ablegen oder oben als Aufmacherbild",
  dropLead: "Aufmacherbild dort im Text ablegen, wo es hingehört",
  left_one:
    "{{names}} ist noch nicht hinzugefügt: Das geschieht, wenn Sie den Artikel in diesem Tab wieder öffnen.",
  left_other:
    "{{names}} sind noch nicht hinzugefügt: Das geschieht, wenn Sie den Artikel in diesem Tab wieder öffnen.",
  "left.name": "«{{name}}»",
  "left.open": "Artikel öffnen",
  uploads: "Bilder werden hochgeladen",
  cancel: "Hochladen von {{name}} abbrechen",
  dismiss: "{{name}} ausblenden",
  retry: "Nochmals versuchen",
  begun_one: "Ein Bild wird hochgeladen",
  begun_other: "{{count}} Bilder werden hochgeladen",
  "added.lead": "Bild als Aufmacherbild hinzugefügt",
  "added.start": "Bild am Anfang des Textes hinzugefügt",
  "added.after": "Bild im Text hinzugefügt, nach «{{after}}»",
  "moved.lead": "Jetzt das Aufmacherbild",
  "moved.start": "Bild an den Anfang des Textes verschoben",
  "moved.after": "Bild in den Text verschoben, nach «{{after}}»",
  place_one: "Wohin soll das Bild?",
  place_other: "Wohin sollen die Bilder?",
  "place.lead": "Aufmacherbild",
  "place.body": "In den Text",
  "place.free_one":
    "Das Aufmacherbild eröffnet den Artikel. Im Text steht das Bild dort, wo Sie zuletzt geschrieben haben, sonst am Schluss.",
  "place.free_other": "Als Aufmacherbild eröffnet das erste den Artikel; die anderen kommen in den Text.",
  "place.over_one":
    "Als Aufmacherbild ersetzt es das bisherige; dieses rückt mit seiner Legende an den Anfang des Textes.",
  "place.over_other":
    "Als Aufmacherbild ersetzt das erste das bisherige; dieses rückt mit seiner Legende an den Anfang des Textes.",
  still: "Diese Animation steht hier still: Seite und Export zeigen nur das erste Bild.",
  stillUnderstood: "OK",
  "problem.bad-request": "Der Server hat dieses Bild nicht verstanden. Wählen Sie eine andere Datei.",
  "problem.not-signed-in":
    "Sie sind abgemeldet. Melden Sie sich an und versuchen Sie es nochmals: Das Bild bleibt hier.",
  "problem.forbidden": "Ihnen fehlt die Berechtigung, diesem Artikel Bilder hinzuzufügen.",
  "problem.read-only": "Sie dürfen diesen Artikel nicht mehr ändern; das Bild wurde nicht hinzugefügt.",
  "problem.not-found": "Diesen Artikel gibt es auf dem Server nicht mehr.",
  "problem.conflict": "Jemand hat dies gleichzeitig geändert. Versuchen Sie es nochmals.",
  "problem.too-large":
    "Dieses Bild ist grösser als 30 MB. Speichern Sie ein kleineres und fügen Sie es hinzu.",
  "problem.not-a-picture": "Diese Datei ist kein Bild. Wählen Sie ein JPEG, PNG, WebP, AVIF oder GIF.",
  "problem.empty-file": "Diese Datei ist leer. Wählen Sie eine andere.",
  "problem.damaged-picture":
    "Dieses Bild lässt sich nicht lesen: Die Datei ist unvollständig oder beschädigt. Holen Sie es nochmals von der Quelle.",
  "problem.picture-type":
    "Diese Art von Bild wird nicht unterstützt. Wählen Sie ein JPEG, PNG, WebP, AVIF oder GIF.",
  "problem.too-many-pixels":
    "Dieses Bild hat zu viele Pixel. Speichern Sie es mit weniger oder als JPEG und fügen Sie es hinzu.",
  "problem.too-many-requests":
    "Zu viele Bilder auf einmal. Warten Sie eine Minute und versuchen Sie es nochmals.",
  "problem.name-taken": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-short": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-long": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-personal": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.password-common": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.picture-quota":
    "Sie haben so viele Bilder hinzugefügt, wie eine Person an einem Tag darf. Versuchen Sie es morgen nochmals oder bitten Sie jemanden, dieses hinzuzufügen.",
  "problem.too-slow":
    "Die Verbindung ist zu langsam für dieses Bild. Versuchen Sie es mit einer besseren oder fügen Sie ein kleineres hinzu.",
  "problem.unknown-address": "Foureyes kennt diese Adresse nicht.",
  "problem.search-too-broad": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.sign-up-closed": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.invitation-used": "Der Server hat das Bild abgelehnt. Versuchen Sie es nochmals.",
  "problem.storage-full":
    "Der Server hat keinen Platz mehr für dieses Bild. Melden Sie es den Verantwortlichen für Foureyes und versuchen Sie es dann nochmals.",
  "problem.damaged": "Dieser Artikel ist auf dem Server beschädigt.",
  "problem.unavailable": "Der Server ist gerade nicht bereit. Versuchen Sie es in Kürze nochmals.",
  "problem.internal": "Der Server konnte dieses Bild nicht übernehmen. Versuchen Sie es nochmals.",
  "problem.network": "Hochladen fehlgeschlagen. Wird automatisch wiederholt.",
} satisfies Record<keyof typeof en, string>;
