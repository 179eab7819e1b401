import { TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";
import type { Transaction } from "yjs";
import {
  bindingOf,
  type CaretPresence,
  standAgain,
  type Taken,
  type TakenParagraph,
  takenParagraphs,
} from "../../binding/index.ts";
import { copiesMap } from "../../domain/article/document.ts";
import { pageLeft, showToast } from "../../ui/index.ts";
import type { ArticleEditingValue } from "../editingContext.ts";
import type { TextEditor } from "../TextEditor.ts";
import { completeWord, LostParagraph, resolvePlace } from "./LostParagraph.ts";

type Editing = Pick<ArticleEditingValue, "awareness" | "undo">;

/** How long one may be about to type where the caret was put, in milliseconds. */
const aboutToTypeMs = 10_000;

/**
 * Says who took the paragraph away that one was writing in. Words that the other had not seen stand where they were: the
 * word they belong to is made whole, and one is led there. Where none do, the paragraph is offered;
 * where the caret was only put into it, once one begins to type in its place.
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
  { what, by, index, writing }: Extract<TakenParagraph, { kept: true }>,
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
        const { doc, tr } = editor.state;
        const end = resolvePlace(editor, place)?.end();
        editor.view.focus();
        if (end === undefined) return;
        editor.view.dispatch(tr.setSelection(TextSelection.create(doc, end)).scrollIntoView());
      },
    },
  });
}

/** What is on offer, to be offered as one with what is taken of it next. */
const offered = new WeakMap<TextEditor, { lost: LostParagraph; over: AbortController }>();

function tellOfLost(
  { by, writing }: Extract<TakenParagraph, { kept: false }>,
  editor: TextEditor,
  editing: Editing,
): void {
  const doc = bindingOf(editor.state)?.doc;
  if (!doc) return;
  const before = offered.get(editor);
  // The caret fell into this one when the paragraph was taken in which one was.
  if (!writing.typed && before?.lost.isAwaited) return;
  const whole = before?.lost.around(writing);
  if (whole) before?.over.abort();
  const over = new AbortController();
  const offer = (): void => offerBack(lost, over, by, editing);
  const lost = new LostParagraph(editor, whole ?? writing, over.signal, () => {
    if (!writing.typed) offer();
  });
  offered.set(editor, { lost, over });
  // What one writes on is taken back by itself, not with what went.
  editing.undo.stopCapturing();
  const copies = copiesMap(doc);
  const withdraw = (_event: unknown, { local }: Transaction): void => {
    if (!local && standAgain(doc, lost.written.units)) over.abort();
  };
  copies.observe(withdraw);
  over.signal.addEventListener(
    "abort",
    () => {
      copies.unobserve(withdraw);
      if (offered.get(editor)?.over === over) offered.delete(editor);
    },
    { once: true },
  );
  if (writing.typed) offer();
  else
    setTimeout(() => {
      if (!lost.isWrittenOn) over.abort();
    }, aboutToTypeMs);
}

function offerBack(lost: LostParagraph, over: AbortController, by: number | null, editing: Editing): void {
  showToast({
    tone: "warn",
    stays: true,
    over: AbortSignal.any([pageLeft(), over.signal]),
    text: i18next.t("tools:paragraphLost", { name: nameOf(by, editing) }),
    action: {
      label: i18next.t("tools:paragraphLost.back"),
      onSelect() {
        over.abort();
        editing.undo.together(() => lost.putBack());
      },
    },
  });
}
