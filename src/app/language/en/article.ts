import { openingWords } from "../../../domain/protocol/pageChoices.ts";

export default {
  untitled: "Untitled",
  desk: openingWords.en.desk,
  backToDesk: "Back to the desk",
  tools: "Article tools",
  article: "Article",
  saveState: "Save state",

  tryNow: "Try now",
  "notSaved.not-storing":
    "The server can't save right now. Keep writing and leave this page open: your text is sent as soon as it can.",
  "notSaved.colleague":
    "This page shows a colleague's text that the server lost. It is saved once they have this article open again.",
  "ended.signed-out": "Signed out",
  "ended.other-person": "Somebody else is signed in",
  "ended.forbidden": "You no longer have access",
  "ended.unknown-address": "Unknown address",
  "ended.not-found": "No longer on the server",
  "ended.deleted": "Deleted for good",
  "ended.damaged": "Damaged on the server",
  damaged:
    "This article is damaged on the server and cannot be opened there. Your text is kept in this browser: keep writing, it is sent once the article is restored. Tell your administrator.",
  "broken.title": "Something went wrong",
  "broken.explain": "Your article is not lost: what you wrote is still being saved. Reload to keep writing.",
  "broken.reload": "Reload",

  presence: "Who is here",
  "presence.goTo": "Go to {{name}} ({{place}})",
  "presence.all_one": "{{count}} person here",
  "presence.all_other": "{{count}} people here",
  "presence.self": "{{name}} (you)",
  "presence.reading": "reading",
  "presence.nowhere": "{{name}} isn't in a field right now.",
  "presence.joined_one": "{{names}} joined",
  "presence.joined_other": "{{names}} joined",
  "presence.left_one": "{{names}} left",
  "presence.left_other": "{{names}} left",
  "news.online": "Back online. Everything is saved.",
  "news.savedAgain": "Everything is saved again.",

  section: "Section",
  "section.placeholder": "Section, such as News › International",
  "section.general":
    "News › International; News › Switzerland; News › Regional; Business; Culture; Sport; Science; People; Opinion",
  kicker: "Kicker",
  headline: "Headline",
  lead: "Lead",
  byline: "Byline",
  dateline: "Dateline",
  body: "Body",
  source: "Source",
  contact: "Contact",
  "kicker.placeholder": "Kicker: the place or the subject",
  "headline.placeholder": "Headline",
  "lead.placeholder": "Lead: what happened, in two or three sentences",
  "byline.placeholder": "Byline: who wrote it",
  "dateline.placeholder": "Dateline: place, date and time",
  "body.placeholder": "Body: write the story, or paste it",
  "source.placeholder": "agency or newsroom, such as sda",
  "contact.placeholder": "Contact for readers, such as newsroom@example.org",

  "published.change": "Change the publication date",
  "published.title": "Publication date",
  "published.when": "Date and time",
  "published.done": "Done",
  "updated.when": "Last update",
  "published.reset": "Remove the date",
  "updated.reset": "Use the time of the last change",
  "date.zone": "Swiss time",

  menu: "More",
  "menu.trash": "Move to trash",
  "menu.print": "Print",
  "menu.language": "Language of the article",
  "menu.shortcuts": "Keyboard shortcuts",

  loading: openingWords.en.loading,
  "failed.title": "This article could not be opened",
  "failed.forbidden": "You don't have access to this article. Ask your newsroom's admin.",
  "failed.not-found":
    "There is no article at this address. The link may be incomplete, or the article was removed.",
  "failed.deleted": "This article was deleted for good. One that stays empty is deleted when you leave it.",
  "failed.signed-out": "You are not signed in.",
  "failed.other-person":
    "This browser is signed in as somebody else now. Open the article again as that person.",
  "failed.damaged": "This article is damaged on the server. Tell your administrator.",
  "failed.unreachable": "The server isn't responding. Check your connection and try again.",
  "failed.retry": "Try again",
  "failed.signIn": "Sign in",
  "failed.openAnew": "Open again",

  "readOnly.guest": "You are reading along. Only editors can change this article.",
  "readOnly.forbidden":
    "You no longer have access to this article. What you see is the last version this browser received.",
  unknownAddress:
    "Foureyes does not know the address {{address}}. Tell your administrator: PUBLIC_URL must be the address that people use.",
  "readOnly.not-found":
    "This article was removed from the server. What you see is the last version this browser received.",
  "readOnly.deleted":
    "This article was deleted for good. What you see is the last version this browser received.",
  "trash.here": "This article is in the trash. It can be read, not changed.",
  "trash.restore": "Restore",
  "trash.moved": "The article is in the trash.",
  reload: "Reload",
  copyUnsaved: "Copy article text",
  copied: "Copied",

  "signIn.title": "Sign in to keep saving",
  "signIn.explain":
    "Your session expired. All your text is still here, and you can keep writing; it is saved once you are signed in again.",
  "signIn.email": "E-mail",
  "signIn.password": "Password",
  "signIn.submit": "Sign in",
  "signIn.wrong": "Wrong e-mail or password.",
  "signIn.deactivated":
    "This account was deactivated. Copy the text if you need it, and ask an admin of your newsroom.",
  "otherPerson.title": "Somebody else is signed in",
  "otherPerson.explain":
    "This browser is signed in as {{other}}. What {{self}} wrote here was not sent, so that it never carries another name.",
  "otherPerson.explainUnknown":
    "This browser is signed in as somebody else. What {{self}} wrote here was not sent, so that it never carries another name.",
  "otherPerson.kept": "It stays in this browser and is sent when {{self}} opens the article again.",
  "otherPerson.notKept": "This browser keeps no copy: copy the text before you continue.",
  "otherPerson.signInAs": "Sign in as {{self}}",
  "otherPerson.openAs": "Open again as {{other}}",
  "otherPerson.openAnew": "Open again",

  "refusal.kept": "I've copied them",
  "refusal.explain":
    "They are not saved anywhere else. Copy them if you need them; then the article opens as the server has it.",
  "refusal.explainDeleted": "They are not saved anywhere else. Copy them if you need them.",
  "refusal.explainReload": "Reload it: your text stays in this browser, and the new page sends it.",
  "refusal.explainNoWords": "The article now opens as the server has it.",
  "refusal.continue": "Open the article as saved",
} as const;
