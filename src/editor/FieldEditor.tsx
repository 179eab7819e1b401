import { useCallback, useMemo } from "react";
import type * as Y from "yjs";
import { carets, fieldBinding, fieldContent } from "../binding/index.ts";
import { useArticleEditing } from "./editingContext.ts";
import { fieldBehaviour } from "./fieldBehaviour.ts";
import { textboxAttributes } from "./textboxAttributes.ts";
import { useLatest } from "./useLatest.ts";
import { useTextEditor } from "./useTextEditor.ts";

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
  const { awareness, undo, mayWrite, editors, pictures, carets: screen } = useArticleEditing();
  const latest = useLatest(props);

  const make = useCallback(
    () => ({
      doc: fieldContent(text),
      plugins: [
        ...fieldBehaviour({
          lineBreaks,
          undo,
          dragSource: (into) => editors.dragSource(into),
          onEnter: (view) => (latest().onEnter ?? (() => editors.leave(view, "forward")))(),
          onLeave(view, direction) {
            const next = (): boolean => editors.leave(view, direction);
            return latest().leave?.(direction, next) ?? next();
          },
          onPictures: (files) => pictures.add(files),
          body: () => editors.state.getState().body?.view ?? null,
        }),
        fieldBinding({ text, undo }),
        carets({ awareness, screen }),
      ],
    }),
    [text, undo, awareness, screen, lineBreaks, pictures, editors, latest],
  );
  const attributes = useMemo(
    () => textboxAttributes({ label, placeholder, multiline: lineBreaks, mayWrite, kind: "field", id }),
    [label, placeholder, lineBreaks, mayWrite, id],
  );
  const host = useTextEditor({ kind: "field", make, attributes });
  return <div ref={host} className={className} />;
}
