import type en from "../en/people.ts";

export default {
  people: "Personen",
  you: "Sie",
  inactive: "deaktiviert",
  listFailed: "Die Liste kam nicht an",
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
  done: "Fertig",
  deactivate: "Deaktivieren",
  deactivateOf: "{{name}} deaktivieren",
  reactivate: "Reaktivieren",
  reactivateOf: "{{name}} reaktivieren",
  deactivateTitle: "{{name}} deaktivieren?",
  deactivateWords:
    "Diese Person wird sofort überall abgemeldet und kommt nicht mehr herein. Was sie geschrieben hat, bleibt, und Sie können das Konto jederzeit reaktivieren.",
  deactivated: "{{name}} ist deaktiviert.",
  reactivated: "{{name}} ist wieder aktiv.",
  roleChanged: "{{name}}: {{role}}.",
  lastAdmin:
    "Die Redaktion braucht eine aktive Person mit der Rolle Admin. Bestimmen Sie zuerst eine andere.",
} satisfies Record<keyof typeof en, string>;
