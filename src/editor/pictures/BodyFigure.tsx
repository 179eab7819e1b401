import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer, useEditorState } from "@tiptap/react";
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Figure } from "../../binding/index.ts";
import { leaveFigure } from "../bodyBehaviour.ts";
import { moveFigure, removeBlock } from "../commands/atoms.ts";
import { useArticleEditing } from "../editingContext.ts";
import { shortcutOf, shortcuts } from "../shortcuts.ts";
import { Picture } from "./Picture.tsx";

/** A picture between paragraphs. Its texts are editors of their own, so the body's editor leaves their events alone. */
export const BodyFigure = Figure.extend({
  addNodeView: () =>
    ReactNodeViewRenderer(FigureView, {
      stopEvent: ({ event }) =>
        (event.target as Element | null)?.closest?.(
          "[data-figure-tools], [data-figure-node] .article-text",
        ) != null,
      ignoreMutation: () => true,
    }),
});

interface Surroundings {
  number: number;
  first: boolean;
  last: boolean;
}

function FigureView({ node, editor, getPos, selected }: NodeViewProps) {
  const { t } = useTranslation("pictures");
  const { undo } = useArticleEditing();
  const wrapper = useRef<HTMLDivElement>(null);
  const { number, first, last } = useEditorState<Surroundings>({
    editor,
    selector: () => {
      const pos = getPos();
      const around = { number: 1, first: pos === 0, last: false };
      if (pos === undefined) return around;
      editor.state.doc.forEach((other, at) => {
        if (at < pos && other.type.name === "figure") around.number++;
      });
      around.last = pos + node.nodeSize >= editor.state.doc.content.size;
      return around;
    },
  });

  // ProseMirror makes the whole figure draggable, which takes the mouse from its texts; a press on the picture still drags.
  useLayoutEffect(() => {
    const outer = wrapper.current?.closest<HTMLElement>(".react-renderer");
    if (outer) outer.draggable = false;
  }, []);

  const run = (make: (pos: number) => ReturnType<typeof removeBlock>): void => {
    const pos = getPos();
    if (pos === undefined) return;
    undo.stopCapturing();
    make(pos)(editor.state, editor.view.dispatch, editor.view);
    undo.stopCapturing();
    editor.view.focus();
  };
  const onKeyDown = (pressed: KeyboardEvent): void => {
    const pos = getPos();
    const name = shortcutOf(pressed.nativeEvent);
    if (pos === undefined || !editor.isEditable) return;
    if (name === "moveUp" || name === "moveDown")
      run((at) => moveFigure(at, name === "moveUp" ? "up" : "down"));
    else if (pressed.key === shortcuts.leaveTexts.key) leaveFigure(editor.view, pos, "backward");
    else return;
    pressed.preventDefault();
    pressed.stopPropagation();
  };
  const name = t("bodyPicture", { number });
  return (
    <NodeViewWrapper
      as="figure"
      data-figure-node=""
      data-selected={selected || undefined}
      aria-label={name}
      ref={wrapper}
      className="body-figure"
      // On its way in: a tooltip would take the key for itself.
      onKeyDownCapture={onKeyDown}
    >
      <Picture
        media={String(node.attrs.media)}
        name={name}
        onRemove={() => run(removeBlock)}
        onMoveUp={first ? null : () => run((pos) => moveFigure(pos, "up"))}
        onMoveDown={last ? null : () => run((pos) => moveFigure(pos, "down"))}
        onLeave={(direction) => {
          const pos = getPos();
          return pos !== undefined && leaveFigure(editor.view, pos, direction);
        }}
      />
    </NodeViewWrapper>
  );
}
