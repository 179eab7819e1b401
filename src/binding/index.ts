/** What the rest of the product may use of the binding. */
export { type ArticleUndo, createArticleUndo } from "./undo.ts";
export { bodyBinding } from "./bodyBinding.ts";
export { fieldBinding } from "./fieldBinding.ts";
export { type CaretPresence, carets, personHue } from "./carets.ts";
export * from "./schema.ts";
