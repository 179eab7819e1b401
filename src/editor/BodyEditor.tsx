import { Extension } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { bodyBinding, bodySchemaParts, carets } from "../binding/index.ts";
import { bodyText, mediaEntry } from "../domain/article/document.ts";
import { showToast } from "../ui/index.ts";
import { bodyBehaviour } from "./bodyBehaviour.ts";
import { useArticleEditing } from "./editingContext.ts";
import { bareEditor, textboxAttributes } from "./editorOptions.ts";
import { LinkDialog } from "./LinkDialog.tsx";
import { BodyFigure } from "./pictures/BodyFigure.tsx";
import { uploadPlaceholders } from "./pictures/placeholders.ts";
import { unknownNodes } from "./unknownNodes.ts";

export interface BodyEditorProps {
  /** The accessible name of the textbox. */
  label?: string;
  placeholder?: string;
}

/** The article's running text. */
export function BodyEditor({ label, placeholder = "" }: BodyEditorProps) {
  const { t } = useTranslation("editor");
  const { doc, awareness, undo, mayWrite, editors, pictures } = useArticleEditing();
  const [linking, setLinking] = useState(false);
  const leave = useRef<(direction: "forward" | "backward") => boolean>(() => false);
  const translate = useRef(t);
  translate.current = t;

  const extensions = useMemo(() => {
    const unknown = unknownNodes({
      block: translate.current("unknownBlock"),
      inline: translate.current("unknownInline"),
    });
    const replaced = new Set(["figure", ...unknown.map(({ name }) => name)]);
    return [
      ...bodySchemaParts.filter(({ name }) => !replaced.has(name)),
      BodyFigure,
      ...unknown,
      Extension.create({
        name: "binding",
        addProseMirrorPlugins: () => [
          ...bodyBinding({ doc, undo }),
          carets({ awareness, text: bodyText(doc) }),
          uploadPlaceholders(pictures.uploads),
        ],
      }),
      bodyBehaviour({
        undo,
        onLink: () => setLinking(true),
        onLeave: (direction) => leave.current(direction),
        onPictures: (files, at) => pictures.add(files, at),
        onForeignPictures: (count) =>
          showToast({ text: translate.current("foreignPictures", { count }), tone: "warn" }),
        hasMedia: (id) => mediaEntry(doc, id) !== null,
      }),
    ];
  }, [doc, undo, awareness, pictures]);
  const editor = useEditor(
    {
      ...bareEditor,
      extensions,
      editable: mayWrite,
      editorProps: {
        attributes: textboxAttributes({
          label: label ?? t("body"),
          placeholder,
          multiline: true,
          mayWrite,
          kind: "body",
        }),
      },
    },
    [extensions],
  );
  leave.current = (direction) => editors.leave(editor, direction);

  useEffect(() => {
    editor.setEditable(mayWrite, false);
  }, [editor, mayWrite]);
  useEffect(() => editors.register(editor, "body"), [editor, editors]);
  useEffect(() => editors.onLink(() => setLinking(true)), [editors]);

  return (
    <>
      <EditorContent editor={editor} />
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}
