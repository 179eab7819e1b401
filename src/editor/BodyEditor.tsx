import { Extension } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { bodyBinding, bodySchemaParts, carets } from "../binding/index.ts";
import { mediaEntry } from "../domain/article/document.ts";
import { later, showToast } from "../ui/index.ts";
import { bodyBehaviour } from "./bodyBehaviour.ts";
import { useArticleEditing } from "./editingContext.ts";
import { bareEditor, textboxAttributes } from "./editorOptions.ts";
import { BodyFigure } from "./pictures/BodyFigure.tsx";
import { uploadPlaceholders } from "./pictures/placeholders.ts";
import { tellOfKeptWords } from "./tellOfKeptWords.ts";
import { unknownNodes } from "./unknownNodes.ts";
import { useLatest } from "./useLatest.ts";

const LinkDialog = later(() => import("./LinkDialog.tsx").then((all) => all.LinkDialog));

export interface BodyEditorProps {
  /** The accessible name of the textbox. */
  label?: string;
  placeholder?: string;
}

/** The article's running text. */
export function BodyEditor({ label, placeholder = "" }: BodyEditorProps) {
  const { t } = useTranslation("editor");
  const { doc, awareness, undo, mayWrite, editors, pictures, carets: screen } = useArticleEditing();
  const [linking, setLinking] = useState(false);
  const words = useLatest(t);

  const extensions = useMemo(() => {
    const unknown = unknownNodes({
      block: words()("unknownBlock"),
      inline: words()("unknownInline"),
    });
    const replaced = new Set(["figure", ...unknown.map(({ name }) => name)]);
    return [
      ...bodySchemaParts.filter(({ name }) => !replaced.has(name)),
      BodyFigure,
      ...unknown,
      Extension.create({
        name: "binding",
        addProseMirrorPlugins() {
          return [
            ...bodyBinding({
              doc,
              undo,
              onWordsKept: (kept) => tellOfKeptWords(kept, this.editor, awareness, words()),
            }),
            carets({ awareness, screen }),
            uploadPlaceholders(pictures.uploads),
          ];
        },
      }),
      bodyBehaviour({
        undo,
        onLink: () => setLinking(true),
        onLeave: (view, direction) => editors.leave(view, direction),
        onPictures: (files, at) => pictures.add(files, at),
        onForeignPictures: (count) =>
          showToast({ text: words()("foreignPictures", { count }), tone: "warn" }),
        hasMedia: (id) => mediaEntry(doc, id) !== null,
      }),
    ];
  }, [doc, undo, awareness, screen, pictures, editors, words]);
  const name = label ?? t("body");
  const attributes = useMemo(
    () => textboxAttributes({ label: name, placeholder, multiline: true, mayWrite, kind: "body" }),
    [name, placeholder, mayWrite],
  );
  const editor = useEditor({ ...bareEditor, extensions, editable: mayWrite, editorProps: { attributes } }, [
    extensions,
  ]);

  useEffect(() => {
    editor.setOptions({ editable: mayWrite, editorProps: { attributes } });
  }, [editor, mayWrite, attributes]);
  useEffect(() => editors.register(editor, "body"), [editor, editors]);
  useEffect(() => editors.onLink(() => setLinking(true)), [editors]);
  useEffect(() => LinkDialog.prepare(), []);

  return (
    <>
      <EditorContent editor={editor} />
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}
