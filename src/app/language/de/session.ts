import type en from "../en/session.ts";

export default {
  saved: "Gespeichert",
  saving: "Wird gespeichert …",
  connecting: "Verbindung wird aufgebaut …",
  offline_zero: "Offline",
  offline_one: "Offline: {{count}} Änderung in diesem Browser aufbewahrt",
  offline_other: "Offline: {{count}} Änderungen in diesem Browser aufbewahrt",
  offlineUnkept_zero: "Offline",
  offlineUnkept_one: "Offline: {{count}} Änderung geht verloren, wenn Sie die Seite schliessen",
  offlineUnkept_other: "Offline: {{count}} Änderungen gehen verloren, wenn Sie die Seite schliessen",
  "notSaved.refused": "Nicht gespeichert: Der Server hat eine Änderung abgelehnt",
  "notSaved.not-storing": "Nicht gespeichert: Der Server kann zurzeit nichts ablegen",
  "notSaved.signed-out": "Nicht gespeichert: Sie sind abgemeldet",
  "notSaved.other-person": "Nicht gespeichert: Jemand anderes ist angemeldet",
  "notSaved.forbidden": "Nicht gespeichert: Sie dürfen diesen Artikel nicht mehr öffnen",
  "notSaved.not-found": "Nicht gespeichert: Diesen Artikel gibt es nicht mehr",
  offlineCopyUnavailable:
    "Dieser Browser bewahrt keine Kopie auf. Was nicht gespeichert ist, geht beim Schliessen der Seite verloren.",
  "ended.signed-out":
    "Ihre Sitzung ist abgelaufen. Melden Sie sich wieder an: Alles, was Sie geschrieben haben, ist noch da.",
  "ended.other-person":
    "In diesem Browser ist jemand anderes angemeldet. Melden Sie sich selbst an, um Ihren Text zu senden.",
  "ended.forbidden": "Sie dürfen diesen Artikel nicht öffnen.",
  "ended.not-found": "Diesen Artikel gibt es nicht.",
  "refusal.title": "Ein Teil Ihres Textes wurde nicht angenommen",
  "refusal.read-only": "Sie dürfen diesen Artikel lesen, aber nicht ändern.",
  "refusal.malformed": "Der Server konnte die Änderung nicht lesen.",
  "refusal.foreign-client": "Die Änderung trägt den Namen einer anderen Person.",
  "refusal.too-large": "Die Änderung ist zu gross.",
  "refusal.too-fast": "Es kamen zu viele Änderungen auf einmal.",
  "refusal.missing-predecessor": "Ein Teil der Änderung hat den Server nie erreicht.",
  "refusal.words": "Ihr Text",
  "refusal.noWords": "Die Änderung enthielt keinen Text.",
  "refusal.copy": "Text kopieren",
  "refusal.copied": "Kopiert",
  "refusal.dismiss": "Ohne ihn weiterfahren",
  outdated:
    "Dieser Artikel wurde mit einer neueren Version von Foureyes geschrieben. Laden Sie die Seite neu, um zu schreiben.",
  trashed: "{{name}} hat diesen Artikel in den Papierkorb gelegt. Er lässt sich lesen, aber nicht ändern.",
  unsent_one: "{{count}} Änderung hat den Server noch nicht erreicht und ginge verloren.",
  unsent_other: "{{count}} Änderungen haben den Server noch nicht erreicht und gingen verloren.",
} satisfies Record<keyof typeof en, string>;
