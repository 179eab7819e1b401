export { prepareOfflineCopy } from "./offlineCopy.ts";
export { type OpenArticleOptions, openArticle } from "./openArticle.ts";
export { notePageOpen } from "./openPages.ts";
export { type PresentPerson, people } from "./people.ts";
export { chooseColour, colourIn, personColours } from "./personColour.ts";
export { saveLabel } from "./saveLabel.ts";
export type {
  ArticleSession,
  Ending,
  NotSavedReason,
  Refusal,
  SaveState,
  SessionState,
} from "./sessionState.ts";
export { forgetUnsent, type UnsentArticle, unsentChanges } from "./unsentCount.ts";
