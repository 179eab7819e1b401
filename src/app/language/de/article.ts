import { openingWords } from "../../../domain/protocol/pageChoices.ts";
import type en from "../en/article.ts";

export default {
  untitled: "Ohne Titel",
  desk: openingWords.de.desk,
  backToDesk: "Zum Desk",
  tools: "Artikelwerkzeuge",
  article: "Artikel",
  saveState: "Speicherstatus",

  tryNow: "Jetzt versuchen",
  "notSaved.not-storing":
    "Der Server kann zurzeit nichts speichern. Schreiben Sie weiter und lassen Sie diese Seite offen: Ihr Text wird gesendet, sobald es wieder geht.",
  "notSaved.colleague":
    "Diese Seite zeigt Text einer anderen Person, der dem Server fehlt. Er wird gespeichert, sobald diese Person den Artikel wieder offen hat.",
  "ended.signed-out": "Abgemeldet",
  "ended.other-person": "Jemand anderes ist angemeldet",
  "ended.forbidden": "Nicht mehr zugänglich",
  "ended.unknown-address": "Unbekannte Adresse",
  "ended.not-found": "Nicht mehr auf dem Server",
  "ended.deleted": "Endgültig gelöscht",
  "ended.damaged": "Auf dem Server beschädigt",
  damaged:
    "Dieser Artikel ist auf dem Server beschädigt und lässt sich dort nicht öffnen. Ihr Text bleibt in diesem Browser: Schreiben Sie weiter, er wird gesendet, sobald der Artikel wiederhergestellt ist. Melden Sie es den Verantwortlichen für Foureyes.",
  "broken.title": "Auf dieser Seite ist ein Fehler aufgetreten",
  "broken.explain":
    "Ihr Artikel ist nicht verloren: Was Sie geschrieben haben, wird weiter gespeichert. Laden Sie die Seite neu, um weiterzuschreiben.",
  "broken.reload": "Neu laden",

  presence: "Anwesend",
  "presence.goTo": "Zu {{name}} ({{place}})",
  "presence.all_one": "{{count}} Person hier",
  "presence.all_other": "{{count}} Personen hier",
  "presence.self": "{{name}} (Sie)",
  "presence.reading": "liest mit",
  "presence.nowhere": "{{name}} ist gerade in keinem Feld.",
  "presence.joined_one": "{{names}} ist dazugekommen",
  "presence.joined_other": "{{names}} sind dazugekommen",
  "presence.left_one": "{{names}} ist gegangen",
  "presence.left_other": "{{names}} sind gegangen",
  "news.online": "Wieder verbunden. Alles ist gespeichert.",
  "news.savedAgain": "Alles ist wieder gespeichert.",

  section: "Rubrik",
  "section.placeholder": "Rubrik, etwa News › International",
  "section.general":
    "News › International; News › Schweiz; News › Regional; Wirtschaft; Kultur; Sport; Wissen; Panorama; Meinung",
  kicker: "Dachzeile",
  headline: "Titel",
  lead: "Lead",
  byline: "Autorenzeile",
  dateline: "Ort und Datum",
  body: "Text",
  source: "Quelle",
  contact: "Kontakt",
  "kicker.placeholder": "Dachzeile: Ort oder Thema",
  "headline.placeholder": "Titel",
  "lead.placeholder": "Lead: was geschehen ist, in zwei bis drei Sätzen",
  "byline.placeholder": "Autorenzeile: wer es geschrieben hat",
  "dateline.placeholder": "Ort, Datum und Uhrzeit",
  "body.placeholder": "Text: Schreiben Sie den Artikel, oder fügen Sie ihn ein",
  "source.placeholder": "Agentur oder Redaktion, etwa sda",
  "contact.placeholder": "Kontakt für Leserinnen und Leser, etwa redaktion@example.org",

  "published.change": "Datum der Veröffentlichung ändern",
  "published.title": "Datum der Veröffentlichung",
  "published.when": "Datum und Zeit",
  "published.done": "Fertig",
  "updated.when": "Letzte Aktualisierung",
  "published.reset": "Datum entfernen",
  "updated.reset": "Zeit der letzten Änderung verwenden",
  "date.zone": "Schweizer Zeit",

  menu: "Mehr",
  "menu.trash": "In den Papierkorb",
  "menu.print": "Drucken",
  "menu.language": "Sprache des Artikels",
  "menu.shortcuts": "Tastenkürzel",

  loading: openingWords.de.loading,
  "failed.title": "Dieser Artikel liess sich nicht öffnen",
  "failed.forbidden":
    "Sie haben keinen Zugang zu diesem Artikel. Wenden Sie sich an eine Admin-Person Ihrer Redaktion.",
  "failed.not-found":
    "Unter dieser Adresse gibt es keinen Artikel. Vielleicht ist der Link unvollständig, oder der Artikel wurde entfernt.",
  "failed.deleted":
    "Dieser Artikel wurde endgültig gelöscht. Einer, der leer bleibt, wird beim Verlassen gelöscht.",
  "failed.signed-out": "Sie sind nicht angemeldet.",
  "failed.other-person":
    "In diesem Browser ist jetzt jemand anderes angemeldet. Öffnen Sie den Artikel als diese Person neu.",
  "failed.damaged":
    "Dieser Artikel ist auf dem Server beschädigt. Melden Sie es den Verantwortlichen für Foureyes.",
  "failed.unreachable":
    "Der Server antwortet nicht. Prüfen Sie die Verbindung und versuchen Sie es nochmals.",
  "failed.retry": "Nochmals versuchen",
  "failed.signIn": "Anmelden",
  "failed.openAnew": "Nochmals öffnen",

  "readOnly.guest": "Sie lesen mit. Ändern können diesen Artikel nur Redaktorinnen und Redaktoren.",
  "readOnly.forbidden":
    "Sie dürfen diesen Artikel nicht mehr öffnen. Sie sehen den letzten Stand, der diesen Browser erreicht hat.",
  unknownAddress:
    "Foureyes kennt die Adresse {{address}} nicht. Melden Sie es den Verantwortlichen für Foureyes: PUBLIC_URL muss die Adresse sein, die alle benutzen.",
  "readOnly.not-found":
    "Dieser Artikel wurde auf dem Server entfernt. Sie sehen den letzten Stand, der diesen Browser erreicht hat.",
  "readOnly.deleted":
    "Dieser Artikel wurde endgültig gelöscht. Sie sehen den letzten Stand, den dieser Browser erhalten hat.",
  "trash.here": "Dieser Artikel liegt im Papierkorb. Er lässt sich lesen, aber nicht ändern.",
  "trash.restore": "Wiederherstellen",
  "trash.moved": "Der Artikel liegt im Papierkorb.",
  reload: "Neu laden",
  copyUnsaved: "Text des Artikels kopieren",
  copied: "Kopiert",

  "signIn.title": "Melden Sie sich an, damit weiter gespeichert wird",
  "signIn.explain":
    "Ihre Sitzung ist abgelaufen. Jedes Wort ist noch da, und Sie können weiterschreiben; gespeichert wird, sobald Sie wieder angemeldet sind.",
  "signIn.email": "E-Mail",
  "signIn.password": "Passwort",
  "signIn.submit": "Anmelden",
  "signIn.wrong": "E-Mail oder Passwort stimmt nicht.",
  "signIn.deactivated":
    "Dieses Konto wurde deaktiviert. Kopieren Sie den Text, wenn Sie ihn brauchen, und wenden Sie sich an eine Admin-Person Ihrer Redaktion.",
  "otherPerson.title": "Jemand anderes ist angemeldet",
  "otherPerson.explain":
    "In diesem Browser ist {{other}} angemeldet. Was {{self}} hier geschrieben hat, wurde nicht gesendet, damit es nie einen fremden Namen trägt.",
  "otherPerson.explainUnknown":
    "In diesem Browser ist jemand anderes angemeldet. Was {{self}} hier geschrieben hat, wurde nicht gesendet, damit es nie einen fremden Namen trägt.",
  "otherPerson.kept":
    "Es bleibt in diesem Browser und wird gesendet, sobald {{self}} den Artikel wieder öffnet.",
  "otherPerson.notKept":
    "Dieser Browser bewahrt keine Kopie auf: Kopieren Sie den Text, bevor Sie weiterfahren.",
  "otherPerson.signInAs": "Als {{self}} anmelden",
  "otherPerson.openAs": "Als {{other}} nochmals öffnen",
  "otherPerson.openAnew": "Nochmals öffnen",

  "refusal.kept": "Ich habe ihn gesichert",
  "refusal.explain":
    "Ihr Text ist nirgends sonst gespeichert. Kopieren Sie ihn, wenn Sie ihn brauchen; danach öffnet sich der Artikel so, wie ihn der Server hat.",
  "refusal.explainDeleted":
    "Ihr Text ist nirgends sonst gespeichert. Kopieren Sie ihn, wenn Sie ihn brauchen.",
  "refusal.explainReload":
    "Laden Sie sie neu: Ihr Text bleibt in diesem Browser, und die neue Seite sendet ihn.",
  "refusal.explainNoWords": "Der Artikel öffnet sich nun so, wie ihn der Server hat.",
  "refusal.continue": "Gespeicherten Artikel öffnen",
} satisfies Record<keyof typeof en, string>;
