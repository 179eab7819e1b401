import type { Node } from "@tiptap/pm/model";
import type { Command, EditorState, Transaction } from "@tiptap/pm/state";
import type { BlockStyle } from "../../domain/article/content.ts";
import { maxIndent } from "../../domain/article/flatText.ts";

export const isListStyle = (style: string): boolean => style === "bullet" || style === "number";

interface Block {
  node: Node;
  pos: number;
}

/** The text blocks that the selection touches; one whose very start ends the selection is not touched. */
export function selectedBlocks(state: EditorState): Block[] {
  const { from, to, empty } = state.selection;
  const blocks: Block[] = [];
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (node.type.name !== "textblock") return true;
    if (empty || to !== pos + 1 || from > pos) blocks.push({ node, pos });
    return false;
  });
  return blocks;
}

/** The style that all selected blocks have; null when they differ or there is none. */
export function selectedStyle(state: EditorState): string | null {
  const styles = new Set(selectedBlocks(state).map(({ node }) => node.attrs.style as string));
  return styles.size === 1 ? ([...styles][0] as string) : null;
}

export const setStyle =
  (style: BlockStyle): Command =>
  (state, dispatch) => {
    const blocks = selectedBlocks(state);
    if (blocks.length === 0) return false;
    const { tr } = state;
    for (const { node, pos } of blocks) {
      if (node.attrs.style !== style) tr.setNodeAttribute(pos, "style", style);
      if (node.attrs.indent !== 0 && !isListStyle(style)) tr.setNodeAttribute(pos, "indent", 0);
    }
    tr.setStoredMarks(state.storedMarks);
    if (tr.docChanged) dispatch?.(tr.scrollIntoView());
    return true;
  };

/** Sets the style, or a paragraph where all have it already. */
export const toggleStyle =
  (style: BlockStyle): Command =>
  (state, dispatch) =>
    setStyle(selectedStyle(state) === style ? "paragraph" : style)(state, dispatch);

/**
 * Moves the selected list items in or out. An item stands at most one step further in than the item above. Null where
 * something else than items of lists is selected.
 */
export function indented(state: EditorState, by: 1 | -1): Transaction | null {
  const blocks = selectedBlocks(state);
  if (blocks.length === 0 || blocks.some(({ node }) => !isListStyle(String(node.attrs.style)))) return null;
  const { tr } = state;
  for (const { node, pos } of blocks) {
    const above = tr.doc.resolve(pos).nodeBefore;
    const most = above && isListStyle(String(above.attrs.style)) ? Number(above.attrs.indent) + 1 : 0;
    const now = Number(node.attrs.indent);
    const next = by > 0 ? Math.min(now + 1, Math.max(most, now), maxIndent) : Math.max(0, now - 1);
    if (next !== now) tr.setNodeAttribute(pos, "indent", next);
  }
  return tr;
}

/** As a command. Further in, it applies to items that stand as far in as they may, too. */
export const indentItems =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const tr = indented(state, by);
    if (!tr) return false;
    if (tr.docChanged) dispatch?.(tr);
    // With nothing further out, Shift+Tab leaves the text: nobody gets caught in a list.
    return tr.docChanged || by > 0;
  };
