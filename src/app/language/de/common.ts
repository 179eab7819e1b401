import type en from "../en/common.ts";

export default {
  motto: "Nichts wird veröffentlicht, was nicht ein zweites Augenpaar gesehen hat.",
  cancel: "Abbrechen",
  close: "Schliessen",
  showPassword: "Passwort anzeigen",
  hidePassword: "Passwort verbergen",
  theme: "Darstellung",
  "theme-system": "Wie auf dem Gerät",
  "theme-light": "Hell",
  "theme-dark": "Dunkel",
  language: "Sprache",
  untitled: "Ohne Titel",
  desk: "Desk",
  people: "Personen",
  account: "Konto",
  accountOf: "Konto: {{name}}",
  signOut: "Abmelden",
  skip: "Zum Inhalt springen",
  mainNavigation: "Hauptnavigation",
  loading: "Wird geladen …",
  retry: "Nochmals versuchen",
  toDesk: "Zum Desk",
  reload: "Neu laden",
  copy: "Kopieren",
  copied: "Kopiert",
  signOutTitle: "Mit ungesendetem Text abmelden?",
  signOutWords_one:
    "Beim Abmelden werden die Kopien der Artikel aus diesem Browser entfernt. {{count}} Änderung hat den Server noch nicht erreicht und ginge verloren.",
  signOutWords_other:
    "Beim Abmelden werden die Kopien der Artikel aus diesem Browser entfernt. {{count}} Änderungen haben den Server noch nicht erreicht und gingen verloren.",
  signOutAnyway: "Änderungen verwerfen und abmelden",
  signedOutOffline:
    "Die Kopien Ihrer Artikel sind aus diesem Browser entfernt. Die Sitzung endet, sobald der Server antwortet.",
  notFoundTitle: "Diese Seite gibt es nicht",
  notFoundWords: "Vielleicht ist die Adresse vertippt oder die Seite wurde verschoben.",
  brokenTitle: "Auf dieser Seite ist ein Fehler aufgetreten",
  brokenWords:
    "Was Sie in einem Artikel geschrieben haben, ist aufbewahrt. Laden Sie die Seite neu; geschieht es wieder, melden Sie es den Verantwortlichen für Foureyes.",
  unavailableWords:
    "Was von Ihrem Text noch unterwegs war, bleibt in diesem Browser und wird gesendet, sobald der Server zurück ist.",
  unavailableTitle: "Der Server antwortet nicht",
  "failure-bad-request":
    "Der Server hat das nicht verstanden. Laden Sie die Seite neu und versuchen Sie es nochmals.",
  "failure-not-signed-in": "Sie sind abgemeldet. Melden Sie sich wieder an.",
  "failure-forbidden": "Dazu fehlt Ihnen die Berechtigung.",
  "failure-not-found": "Das gibt es nicht mehr.",
  "failure-conflict": "Jemand hat dies inzwischen geändert. Sehen Sie nach und wiederholen Sie es.",
  tooManyTries_one: "Zu viele Versuche. Versuchen Sie es in {{count}} Minute nochmals.",
  tooManyTries_other: "Zu viele Versuche. Versuchen Sie es in {{count}} Minuten nochmals.",
  "failure-too-many-requests":
    "Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann nochmals.",
  "failure-picture-quota":
    "Sie haben so viele Bilder hinzugefügt, wie eine Person an einem Tag darf. Versuchen Sie es morgen nochmals.",
  "failure-search-too-broad":
    "Diese Suche trifft auf zu viel zu. Suchen Sie nach längeren oder weniger Wörtern.",
  "failure-too-slow": "Die Verbindung ist zu langsam. Versuchen Sie es mit einer besseren nochmals.",
  "failure-too-large": "Das ist zu gross für den Server.",
  "failure-not-a-picture": "Diese Datei ist kein Bild.",
  "failure-empty-file": "Diese Datei ist leer.",
  "failure-damaged-picture":
    "Dieses Bild lässt sich nicht lesen: Die Datei ist unvollständig oder beschädigt.",
  "failure-picture-type": "Diese Art von Bild wird nicht unterstützt.",
  "failure-too-many-pixels": "Dieses Bild hat zu viele Pixel.",
  "failure-password-short": "Verwenden Sie ein längeres Passwort.",
  "failure-password-long": "Verwenden Sie ein kürzeres Passwort.",
  "failure-password-personal": "Verwenden Sie als Passwort mehr als Ihren Namen und Ihre E-Mail-Adresse.",
  "failure-password-common": "Dieses Passwort ist leicht zu erraten. Verwenden Sie ein anderes.",
  "failure-unknown-address":
    "Foureyes kennt die Adresse {{address}} nicht. Melden Sie es den Verantwortlichen für Foureyes: PUBLIC_URL muss die Adresse sein, die alle benutzen.",
  "failure-name-taken":
    "Jemand hat hier diesen Namen oder einen, der gleich aussieht. Fügen Sie einen Anfangsbuchstaben oder Ihren Ort an.",
  "failure-sign-up-closed": "Für ein Konto brauchen Sie hier eine Einladung.",
  "failure-invitation-used": "Diese Einladung wurde benutzt oder ist abgelaufen. Bitten Sie um eine neue.",
  "failure-storage-full":
    "Der Server hat keinen Platz mehr. Melden Sie es den Verantwortlichen für Foureyes.",
  "failure-damaged":
    "Dieser Artikel ist auf dem Server beschädigt. Melden Sie es den Verantwortlichen für Foureyes: Er lässt sich aus einer Sicherung zurückholen.",
  "failure-unavailable": "Der Server ist im Moment nicht bereit. Versuchen Sie es gleich nochmals.",
  "failure-unreachable":
    "Der Server hat nicht geantwortet. Prüfen Sie die Verbindung und versuchen Sie es nochmals.",
  "failure-internal": "Auf dem Server ging etwas schief. Versuchen Sie es nochmals.",
} satisfies Record<keyof typeof en, string>;
