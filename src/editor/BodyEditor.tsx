import i18next from "i18next";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { bodyBinding, bodyContent, carets } from "../binding/index.ts";
import { mediaEntry } from "../domain/article/document.ts";
import { later } from "../ui/index.ts";
import { bodyBehaviour } from "./bodyBehaviour.ts";
import { useArticleEditing } from "./editingContext.ts";
import { carriedPicture } from "./paste/carriedPictures.ts";
import { fetchIncoming, incoming } from "./paste/incoming.ts";
import { BodyFigures } from "./pictures/BodyFigures.tsx";
import { uploadPlaceholders } from "./pictures/placeholders.ts";
import { ShownFigures } from "./pictures/ShownFigures.ts";
import { textboxAttributes } from "./textboxAttributes.ts";
import { unknownNodes } from "./unknownNodes.ts";
import { useLatest } from "./useLatest.ts";
import { useTextEditor } from "./useTextEditor.ts";

const Links = later(async () => {
  const [{ Links: Part }] = await Promise.all([import("./links/Links.tsx"), i18next.loadNamespaces("tools")]);
  return Part;
});

export interface BodyEditorProps {
  /** The accessible name of the textbox. */
  label?: string;
  placeholder?: string;
}

/** The article's running text. */
export function BodyEditor({ label, placeholder = "" }: BodyEditorProps) {
  const { t } = useTranslation("editor");
  const { doc, awareness, undo, mayWrite, editors, pictures, carets: screen } = useArticleEditing();
  const [figures] = useState(() => new ShownFigures(undo, editors));
  const words = useLatest(t);

  const make = useCallback(() => {
    return {
      doc: bodyContent(doc),
      nodeViews: {
        ...figures.nodeViews,
        ...unknownNodes({ block: words()("unknownBlock"), inline: words()("unknownInline") }),
      },
      plugins: [
        ...bodyBehaviour({
          undo,
          dragSource: (into) => editors.dragSource(into),
          onLink: () => editors.askForLink(),
          onLeave: (view, direction) => editors.leave(view, direction),
          onPictures: (files, at) => pictures.add(files, at),
          hasMedia: (id) => mediaEntry(doc, id) !== null,
          pictureOf: (media) => carriedPicture(doc, media),
          bringMedia: (id, picture) => pictures.bring(id, picture),
        }),
        ...bodyBinding({
          doc,
          undo,
          onTaken(taken) {
            const { body } = editors.state.getState();
            if (body) incoming()?.tellOfTaken(taken, body, { awareness, undo });
          },
        }),
        carets({ awareness, screen }),
        uploadPlaceholders(pictures.uploads),
        figures.plugin,
      ],
    };
  }, [doc, undo, awareness, screen, pictures, editors, figures, words]);
  const name = label ?? t("body");
  const attributes = useMemo(
    () => textboxAttributes({ label: name, placeholder, multiline: true, mayWrite, kind: "body" }),
    [name, placeholder, mayWrite],
  );
  const host = useTextEditor({ kind: "body", make, attributes });
  useEffect(() => {
    void fetchIncoming();
  }, []);

  return (
    <>
      <div ref={host} />
      <BodyFigures shown={figures} />
      {mayWrite && <Links />}
    </>
  );
}
