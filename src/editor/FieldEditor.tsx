import { Extension } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { useEffect, useMemo, useRef } from "react";
import type * as Y from "yjs";
import { carets, fieldBinding, fieldSchemaParts } from "../binding/index.ts";
import { useArticleEditing } from "./editingContext.ts";
import { bareEditor, textboxAttributes } from "./editorOptions.ts";
import { fieldBehaviour } from "./fieldBehaviour.ts";

type Direction = "forward" | "backward";

export interface FieldEditorProps {
  text: Y.Text;
  /** The accessible name of the textbox. */
  label: string;
  placeholder?: string;
  lineBreaks?: boolean;
  className?: string;
  /** Without it, Enter goes to the next text of the page. */
  onEnter?: () => void;
  /** Where the caret goes when it leaves at the end or the start; `next` is the neighbour on the page. */
  leave?: (direction: Direction, next: () => boolean) => boolean;
  id?: string;
}

/** One line of text that several people write. */
export function FieldEditor(props: FieldEditorProps) {
  const { text, label, placeholder = "", lineBreaks = false, className, id } = props;
  const { awareness, undo, mayWrite, editors, pictures } = useArticleEditing();
  const latest = useRef(props);
  latest.current = props;
  const leave = useRef<(direction: Direction) => boolean>(() => false);

  const extensions = useMemo(
    () => [
      ...fieldSchemaParts,
      Extension.create({
        name: "binding",
        addProseMirrorPlugins: () => [fieldBinding({ text, undo }), carets({ awareness, text })],
      }),
      fieldBehaviour({
        lineBreaks,
        undo,
        onEnter: () => (latest.current.onEnter ?? (() => leave.current("forward")))(),
        onLeave: (direction) => leave.current(direction),
        onPictures: (files) => pictures.add(files),
      }),
    ],
    [text, undo, awareness, lineBreaks, pictures],
  );
  const editor = useEditor(
    {
      ...bareEditor,
      extensions,
      editable: mayWrite,
      editorProps: {
        attributes: textboxAttributes({
          label,
          placeholder,
          multiline: lineBreaks,
          mayWrite,
          kind: "field",
          id,
        }),
      },
    },
    [extensions],
  );
  leave.current = (direction) => {
    const next = (): boolean => editors.leave(editor, direction);
    return latest.current.leave?.(direction, next) ?? next();
  };

  useEffect(() => {
    editor.setEditable(mayWrite, false);
  }, [editor, mayWrite]);
  useEffect(() => editors.register(editor, "field"), [editor, editors]);

  return <EditorContent editor={editor} className={className} />;
}
