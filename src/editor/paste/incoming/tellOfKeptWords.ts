import { TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";
import type { Awareness } from "y-protocols/awareness";
import { bindingOf, type CaretPresence, type KeptWords } from "../../../binding/index.ts";
import { showToast } from "../../../ui/index.ts";
import type { TextEditor } from "../../TextEditor.ts";

/** Says who took the paragraph away that one was writing in, and leads to where one's words are now. */
export function tellOfKeptWords(
  { what, by, index }: KeptWords,
  editor: TextEditor,
  awareness: Awareness,
): void {
  const { user } = (awareness.getStates().get(by) ?? {}) as CaretPresence;
  const name = user?.name ?? i18next.t("tools:somebody");
  const position = bindingOf(editor.state)?.toPosition(index);
  const place =
    position === undefined
      ? undefined
      : bindingOf(editor.state)?.anchor(TextSelection.create(editor.state.doc, position));
  showToast({
    tone: "warn",
    text: i18next.t(`tools:wordsKept.${what}`, { name }),
    action: {
      label: i18next.t("tools:wordsKept.show"),
      onSelect() {
        if (!place || editor.isDestroyed) return;
        editor.view.focus();
        bindingOf(editor.state)?.select(place);
      },
    },
  });
}
