import { TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";
import {
  bindingOf,
  type CaretPresence,
  type Taken,
  type TakenParagraph,
  takenParagraphs,
} from "../../binding/index.ts";
import { pageLeft, showToast } from "../../ui/index.ts";
import type { ArticleEditingValue } from "../editingContext.ts";
import type { TextEditor } from "../TextEditor.ts";
import { completeWord, LostParagraph } from "./LostParagraph.ts";

type Editing = Pick<ArticleEditingValue, "awareness" | "undo">;

/**
 * Says who took the paragraph away that one was writing in. Words that the other had not seen stand where they were: the
 * word they belong to is made whole, and one is led there. Where none do, the paragraph is offered.
 */
export function tellOfTaken(taken: Taken, editor: TextEditor, editing: Editing): void {
  for (const paragraph of takenParagraphs(taken))
    if (paragraph.kept) tellOfKept(paragraph, editor, editing);
    else if (paragraph.what === "deleted" && editor.view.hasFocus()) tellOfLost(paragraph, editor, editing);
}

function nameOf(client: number | null, { awareness }: Editing): string {
  const { user } = (awareness.getStates().get(client ?? -1) ?? {}) as CaretPresence;
  return user?.name ?? i18next.t("tools:somebody");
}

function tellOfKept(
  { what, by, index, writing }: TakenParagraph,
  editor: TextEditor,
  editing: Editing,
): void {
  const binding = bindingOf(editor.state);
  if (!binding) return;
  const position = binding.toPosition(index);
  const place = binding.anchor(TextSelection.create(editor.state.doc, position));
  // Once what colleagues wrote is in, and may be written in itself.
  if (what === "deleted" && writing)
    queueMicrotask(() => editing.undo.together(() => completeWord(editor, place, writing)));
  showToast({
    tone: "warn",
    over: pageLeft(),
    text: i18next.t(`tools:wordsKept.${what}`, { name: nameOf(by, editing) }),
    action: {
      label: i18next.t("tools:wordsKept.show"),
      onSelect() {
        if (editor.isDestroyed) return;
        editor.view.focus();
        bindingOf(editor.state)?.select(place);
      },
    },
  });
}

function tellOfLost({ by, index, writing }: TakenParagraph, editor: TextEditor, editing: Editing): void {
  const position = bindingOf(editor.state)?.toPosition(index);
  if (!writing || position === undefined) return;
  const lost = new LostParagraph(editor, position, writing);
  showToast({
    tone: "warn",
    over: pageLeft(),
    text: i18next.t("tools:paragraphLost", { name: nameOf(by, editing) }),
    action: {
      label: i18next.t("tools:paragraphLost.back"),
      onSelect: () => editing.undo.together(() => lost.putBack()),
    },
  });
}
