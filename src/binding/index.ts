/** What the rest of the product may use of the binding. */

export { bodyBinding } from "./bodyBinding.ts";
export { type CaretPresence, type CaretScreen, caretFinder, carets, type Moved } from "./carets.ts";
export { coveredEdges } from "./coveredEdges.ts";
export { fieldBinding } from "./fieldBinding.ts";
export { hearSelection } from "./hearSelection.ts";
export { draggedOut, movesOf } from "./moves.ts";
export { endAt, placeOf } from "./paragraphPlace.ts";
export * from "./schema.ts";
export { bodyContent, fieldContent } from "./shownContent.ts";
export { enterStandIns, unitOf, unitsBetween } from "./standIns.ts";
export {
  standAgain,
  type Taken,
  type TakenParagraph,
  takenParagraphs,
} from "./takenParagraphs.ts";
export { bindingOf, isFromDocument } from "./textBinding.ts";
export { type ArticleUndo, createArticleUndo } from "./undo.ts";
export type { WrittenParagraph } from "./writtenParagraph.ts";
