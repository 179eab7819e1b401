import { type AnyExtension, Editor } from "@tiptap/core";
import type { EditorState } from "@tiptap/pm/state";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useArticleEditing } from "./editingContext.ts";
import { bareEditor } from "./editorOptions.ts";
import { useLatest } from "./useLatest.ts";

interface Options {
  kind: "body" | "field";
  /** Others make another editor. */
  extensions: AnyExtension[];
  attributes: (state: EditorState) => Record<string, string>;
}

/** An editor of the article in the element that takes the answer as its `ref`, from before its first paint on. */
export function useTextEditor({ kind, extensions, attributes }: Options): RefObject<HTMLDivElement | null> {
  const { mayWrite, editors } = useArticleEditing();
  const host = useRef<HTMLDivElement>(null);
  const opened = useRef<Editor>(null);
  const latest = useLatest({ mayWrite, attributes });

  useLayoutEffect(() => {
    const { mayWrite: editable, attributes: first } = latest();
    const editor = new Editor({
      ...bareEditor,
      element: host.current,
      extensions,
      editable,
      editorProps: { attributes: first },
    });
    opened.current = editor;
    const forget = editors.register(editor, kind);
    return () => {
      opened.current = null;
      forget();
      editor.destroy();
    };
  }, [extensions, editors, kind, latest]);

  useEffect(() => {
    const editor = opened.current;
    if (!editor) return;
    const { editable, editorProps } = editor.options;
    // Setting them draws the whole text anew.
    if (editable !== mayWrite || editorProps.attributes !== attributes)
      editor.setOptions({ editable: mayWrite, editorProps: { attributes } });
  }, [mayWrite, attributes]);
  return host;
}
