import { TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";
import { uuidv4 } from "lib0/random";
import { type RefObject, useLayoutEffect } from "react";
import { bindingOf } from "../../binding/index.ts";
import { leadMedia } from "../../domain/article/document.ts";
import { pageLeft, showToast } from "../../ui/index.ts";
import { blockPlace, insertBlock } from "../commands/atoms.ts";
import { type ArticleEditingValue, useArticleEditing } from "../editingContext.ts";
import type { TextEditor } from "../TextEditor.ts";
import { useLatest } from "../useLatest.ts";
import { figureOf } from "./ArticlePictures.ts";

/** A text of a picture in which somebody wrote when a colleague took the picture away. */
interface LeftText {
  media: string;
  /** Which of its texts, and the caret's place there. */
  field: string;
  caret: number;
  /** Where the picture stood in the body; null for the lead picture. */
  place: number | null;
}

/**
 * Whoever writes in a text of the picture is not left without a word when a colleague takes the picture away or gives it
 * another place. `tools` are inside the picture.
 */
export function useTakenAway(
  tools: RefObject<HTMLElement | null>,
  media: string,
  place?: () => number,
): void {
  const editing = useArticleEditing();
  const latest = useLatest({ editing, place });
  useLayoutEffect(() => {
    const picture = tools.current?.closest("[data-media]");
    const textIn = (target: unknown): HTMLElement | null =>
      target instanceof HTMLElement && target.matches(".article-text") && picture?.contains(target)
        ? target
        : null;
    let written = textIn(document.activeElement);
    const note = ({ target }: FocusEvent): void => {
      written = textIn(target);
    };
    document.addEventListener("focusin", note);
    return () => {
      document.removeEventListener("focusin", note);
      const { editing: now, place: at } = latest();
      if (!written || now.pictures.ownChange) return;
      const left: LeftText = {
        media,
        field: written.closest<HTMLElement>("[data-field]")?.dataset.field ?? "",
        caret: now.editors.around(written)?.state.selection.head ?? 0,
        place: at?.() ?? null,
      };
      // Once React has drawn the picture where it is now.
      queueMicrotask(() => follow(now, left, performance.now() + drawnWithinMs));
    };
  }, [tools, media, latest]);
}

/** A busy page may draw a picture elsewhere some frames after it was drawn no more where it was. */
const drawnWithinMs = 500;
const lookAgainMs = 20;

/**
 * Goes on in the text where the picture is shown now, unless one writes elsewhere by now; where it is shown no more by
 * `until`, says so and offers it with its words.
 */
function follow(editing: ArticleEditingValue, left: LeftText, until: number): void {
  const { body } = editing.editors.state.getState();
  if (!body || body.isDestroyed) return;
  const text = shownText(editing, left);
  if (text) {
    if (!document.activeElement?.matches(".article-text, input, textarea")) writeOn(text, left);
  } else if (performance.now() > until) offer(editing, left);
  else setTimeout(() => follow(editing, left, until), lookAgainMs);
}

/** The text's editor where the picture is shown now. */
function shownText({ editors }: ArticleEditingValue, { media, field }: LeftText): TextEditor | null {
  const shown = `[data-media="${CSS.escape(media)}"] [data-field="${CSS.escape(field)}"] .article-text`;
  const element = document.querySelector(shown);
  return element && editors.around(element);
}

/** The keyboard goes to the text, the caret to where it was left. */
function writeOn({ view, state: { doc, tr } }: TextEditor, { caret }: LeftText): void {
  view.focus();
  const place = doc.resolve(Math.min(caret, doc.content.size));
  view.dispatch(tr.setSelection(TextSelection.near(place)).scrollIntoView());
}

/** The same once the picture is drawn again; nothing where it is not by `until`. */
function writeOnOnceShown(editing: ArticleEditingValue, left: LeftText, until: number): void {
  const text = shownText(editing, left);
  if (text) writeOn(text, left);
  else if (performance.now() <= until) setTimeout(() => writeOnOnceShown(editing, left, until), lookAgainMs);
}

function offer(editing: ArticleEditingValue, left: LeftText): void {
  const { doc, undo, editors, pictures } = editing;
  const { media, place } = left;
  const { body } = editors.state.getState();
  if (!body) return;
  const { content } = body.state.doc;
  const before = TextSelection.near(body.state.doc.resolve(Math.min(place ?? 0, content.size)), -1);
  const anchor = place === null ? undefined : bindingOf(body.state)?.anchor(before);
  showToast({
    tone: "warn",
    stays: true,
    // Further keys have nowhere to go, which one is to see at once.
    takesFocus: true,
    over: pageLeft(),
    text: i18next.t("uploads:takenAway"),
    action: {
      label: i18next.t("uploads:takenAway.back"),
      onSelect() {
        if (body.isDestroyed) return;
        if (anchor) bindingOf(body.state)?.select(anchor);
        const { view, state } = body;
        if (place === null && leadMedia(doc) === null) undo.edit(() => pictures.setLead(media));
        else
          undo.together(() =>
            view.dispatch(insertBlock(state.tr, blockPlace(state), figureOf(view, media, uuidv4()))),
          );
        writeOnOnceShown(editing, left, performance.now() + drawnWithinMs);
      },
    },
  });
}
