import type en from "../en/people.ts";

export default {
  people: "Personen",
  you: "Sie",
  inactive: "deaktiviert",
  listFailed: "Die Liste liess sich nicht laden",
  role: "Rolle",
  roleOf: "Rolle von {{name}}",
  "role-admin": "Admin",
  "role-editor": "Redaktion",
  "role-guest": "Gast",
  "role-admin-words": "Schreibt und ändert Artikel, lädt Personen ein und bestimmt, was sie dürfen.",
  "role-editor-words": "Schreibt und ändert Artikel.",
  "role-guest-words": "Liest Artikel, ohne sie zu ändern.",
  invite: "Einladen",
  inviteTitle: "Jemanden einladen",
  inviteWords:
    "Sie erhalten einen Link zum Weitergeben. Wer ihn zuerst öffnet, legt damit das eigene Konto an.",
  makeLink: "Link erstellen",
  linkTitle: "Einladung als {{role}}",
  link: "Link",
  linkWords: "Kopieren Sie den Link jetzt: Er wird nicht wieder gezeigt. Er gilt einmal, bis",
  linkOpensHereOnly:
    "Dieser Link öffnet sich nur auf diesem Computer, denn Foureyes ist nur hier erreichbar. Damit andere hereinkommen, starten Sie es mit HOST und PUBLIC_URL (siehe README).",
  done: "Fertig",
  reset: "Neues Passwort",
  resetOf: "Ein neues Passwort für {{name}}",
  resetTitle: "Ein neues Passwort für {{name}}",
  resetWords:
    "Sie erhalten einen Link zum Weitergeben. Wer ihn öffnet, setzt für dieses Konto ein neues Passwort und ist angemeldet; alle anderen Sitzungen des Kontos enden, und offene Links, die es gemacht hat, gelten nicht mehr. Der Link gilt einmal, während 24 Stunden.",
  deactivate: "Deaktivieren",
  deactivateOf: "{{name}} deaktivieren",
  reactivate: "Reaktivieren",
  reactivateOf: "{{name}} reaktivieren",
  deactivateTitle: "{{name}} deaktivieren?",
  deactivateWords:
    "Diese Person wird sofort überall abgemeldet und kommt nicht mehr herein. Einladungen und Links, die sie gemacht hat, gelten nicht mehr. Was sie geschrieben hat, bleibt, und Sie können das Konto jederzeit reaktivieren.",
  deactivated: "{{name}} ist deaktiviert.",
  reactivated: "{{name}} ist wieder aktiv.",
  roleChanged: "{{name}}: {{role}}.",
  lastAdmin:
    "Die Redaktion braucht eine aktive Person mit der Rolle Admin. Bestimmen Sie zuerst eine andere.",
  openInvitations: "Offene Einladungen",
  forSomebody: "Jemand als {{role}}",
  invitedBy: "Eingeladen von {{name}}, bis",
  renew: "Neuer Link",
  renewOf: "Neuer Link für {{who}}",
  renewTitle: "Ein neuer Link",
  renewWords:
    "Der bisherige Link gilt dann nicht mehr, und Sie erhalten einen anderen an seiner Stelle. Nützlich, wenn der erste verloren ging.",
  withdraw: "Zurückziehen",
  withdrawOf: "Einladung für {{who}} zurückziehen",
  withdrawn: "Die Einladung ist zurückgezogen: Ihr Link gilt nicht mehr.",
  note: "Für wen (freiwillig)",
  noteWords:
    "Ein Name, damit Sie später wissen, wessen Link es war. Nur Personen mit der Rolle Admin sehen ihn.",
} satisfies Record<keyof typeof en, string>;
