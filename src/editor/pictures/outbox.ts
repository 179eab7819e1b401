import { TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import type * as Y from "yjs";
import { bindingOf, type CaretPresence } from "../../binding/index.ts";
import { awaitArticle, awaitNoMore } from "../../session/awaited.ts";
import { leavesWithoutAsking } from "../../session/signOut.ts";
import { showToast } from "../../ui/index.ts";
import { blockAfter } from "../commands/atoms.ts";
import { type ArticleEditingValue, useArticleEditing } from "../editingContext.ts";
import { hold, placeOf } from "./placeholders.ts";
import type { UploadPlace } from "./uploads.ts";

/** A picture that was on its way when its article was left. */
interface Waiting {
  file: File;
  place: UploadPlace;
  /** Where it was to stand in the body; null where that is not known. */
  at: Y.RelativePosition | null;
}

/** By person and article, for as long as this tab lives; before it is closed or loaded anew, the browser asks. */
const outbox = new Map<string, { waiting: readonly Waiting[]; goesOn: AbortController }>();

const askFirst = (event: BeforeUnloadEvent): void => {
  if (outbox.size > 0 && !leavesWithoutAsking()) event.preventDefault();
};

/** Pictures on their way when the article is left go on when it is opened again; whoever leaves is told. */
export function useOutbox(): void {
  const editing = useArticleEditing();
  const navigate = useNavigate();
  useEffect(() => {
    const { awareness, pictures, editors } = editing;
    // Who writes is known once the server has said so; when the article is left, it may be forgotten already.
    let key: string | null = null;
    // What closing an article changes must not take for here what waits for its next opening.
    let stop = (): void => {};
    pictures.beforeLeaving(() => {
      stop();
      const left = leave(editing);
      if (left.length === 0 || key === null) return;
      const goesOn = new AbortController();
      outbox.set(key, { waiting: left, goesOn });
      awaitArticle(pictures.articleId);
      window.addEventListener("beforeunload", askFirst);
      showToast({
        tone: "warn",
        over: goesOn.signal,
        text: i18next.t("uploads:left", {
          count: left.length,
          names: left.map(({ file: { name } }) => i18next.t("uploads:left.name", { name })).join(", "),
        }),
        action: {
          label: i18next.t("uploads:left.open"),
          onSelect: () => void navigate(`/articles/${encodeURIComponent(pictures.articleId)}`),
        },
      });
    });
    const resume = (): void => {
      const { user } = (awareness.getLocalState() ?? {}) as CaretPresence;
      if (!user || !editing.mayWrite || editors.state.getState().body === null) return;
      key = `${user.id} ${pictures.articleId}`;
      const left = outbox.get(key);
      left?.goesOn.abort();
      outbox.delete(key);
      awaitNoMore(pictures.articleId);
      if (outbox.size === 0) window.removeEventListener("beforeunload", askFirst);
      for (const each of left?.waiting ?? []) goOn(editing, each);
    };
    resume();
    awareness.on("change", resume);
    const unsubscribe = editors.state.subscribe(resume);
    stop = () => {
      awareness.off("change", resume);
      unsubscribe();
    };
    return stop;
  }, [editing, navigate]);
}

function leave({ pictures, editors }: ArticleEditingValue): Waiting[] {
  const { body } = editors.state.getState();
  const state = body && !body.isDestroyed ? body.state : null;
  return pictures.uploads.onTheirWay.map(({ id, file, place }) => {
    const at = state && placeOf(state, id);
    if (!state || at === null) return { file, place, at: null };
    const before = TextSelection.near(state.doc.resolve(at), -1);
    return { file, place, at: bindingOf(state)?.anchor(before).anchor ?? null };
  });
}

function goOn({ pictures, editors }: ArticleEditingValue, { file, place, at }: Waiting): void {
  const { body } = editors.state.getState();
  const upload = pictures.uploads.add(file, place);
  if (!body || place.kind !== "body") return;
  const binding = bindingOf(body.state);
  const index = at && (binding?.indexOf(at) ?? null);
  const end = body.state.doc.content.size;
  const border = index === null || !binding ? end : blockAfter(body.state.doc, binding.toPosition(index));
  hold(body.view, upload.id, border, { show: false });
}
