/** What pages use of the editors; what stands around them is in `tools.ts`. */
export { ArticleEditing } from "./ArticleEditing.tsx";
export { BodyEditor, type BodyEditorProps } from "./BodyEditor.tsx";
export { CaretOverlay } from "./carets/CaretOverlay.tsx";
export type { Places } from "./carets/places.ts";
export { type ArticleEditingValue, useArticleEditing } from "./editingContext.ts";
export { FieldEditor, type FieldEditorProps } from "./FieldEditor.tsx";
export { LeadPicture } from "./LeadPicture.tsx";
export { selectedText } from "./selectedText.ts";
export { shortcutLabel } from "./shortcuts.ts";
