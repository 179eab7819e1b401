import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useArticleEditing } from "./editingContext.ts";
import { TextEditor, type TextEditorLook, type TextEditorParts } from "./TextEditor.ts";
import { useLatest } from "./useLatest.ts";

interface Options {
  kind: "body" | "field";
  /** Another one makes another editor. */
  make: () => TextEditorParts;
  attributes: TextEditorLook["attributes"];
}

/** An editor of the article in the element that takes the answer as its `ref`, from before its first paint on. */
export function useTextEditor({ kind, make, attributes }: Options): RefObject<HTMLDivElement | null> {
  const { mayWrite, editors } = useArticleEditing();
  const host = useRef<HTMLDivElement>(null);
  const opened = useRef<{ editor: TextEditor; look: TextEditorLook }>(null);
  const latest = useLatest({ editable: mayWrite, attributes });

  useLayoutEffect(() => {
    if (!host.current) throw new Error("an editor needs an element to stand in");
    const look = latest();
    const editor = new TextEditor(host.current, make(), look);
    opened.current = { editor, look };
    const forget = editors.register(editor, kind);
    return () => {
      opened.current = null;
      forget();
      editor.destroy();
    };
  }, [make, editors, kind, latest]);

  useEffect(() => {
    const now = opened.current;
    if (!now || (now.look.editable === mayWrite && now.look.attributes === attributes)) return;
    now.look = { editable: mayWrite, attributes };
    now.editor.change(now.look);
  }, [mayWrite, attributes]);
  return host;
}
