import { toggleMark } from "@tiptap/pm/commands";
import type { MarkType } from "@tiptap/pm/model";
import { type Command, type EditorState, PluginKey, TextSelection } from "@tiptap/pm/state";

export type ToggledMark = "bold" | "italic";

export const toggle =
  (name: ToggledMark): Command =>
  (state, dispatch, view) => {
    const type = state.schema.marks[name];
    return type ? toggleMark(type, null, { removeWhenPresent: false })(state, dispatch, view) : false;
  };

export function isActive(state: EditorState, name: ToggledMark | "link"): boolean {
  const type = state.schema.marks[name];
  if (!type) return false;
  const { from, to, empty, $from } = state.selection;
  if (name === "link") return linkAround(state) !== null;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  let all = true;
  let any = false;
  state.doc.nodesBetween(from, to, (node) => {
    if (!node.isText) return;
    any = true;
    if (!type.isInSet(node.marks)) all = false;
  });
  return any && all;
}

export interface LinkRange {
  from: number;
  to: number;
  href: string;
}

/** The link that the caret stands in or the selection begins in, with all of its text. */
export function linkAround(state: EditorState): LinkRange | null {
  const type = state.schema.marks.link as MarkType;
  const { $from, $to, empty } = state.selection;
  if (!$from.parent.inlineContent) return null;
  const { parent } = $from;
  const inside = parent.childAfter($from.parentOffset);
  const touched =
    inside.node && type.isInSet(inside.node.marks)
      ? inside
      : empty
        ? parent.childBefore($from.parentOffset)
        : inside;
  const mark = touched.node && type.isInSet(touched.node.marks);
  if (!mark) return null;
  let first = touched.index;
  let start = $from.start() + touched.offset;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) start -= parent.child(--first).nodeSize;
  let last = touched.index;
  let end = $from.start() + touched.offset + (touched.node as NonNullable<typeof touched.node>).nodeSize;
  while (last + 1 < parent.childCount && mark.isInSet(parent.child(last + 1).marks))
    end += parent.child(++last).nodeSize;
  if ($to.pos > end) return null;
  return { from: start, to: end, href: String(mark.attrs.href) };
}

/** `href` has passed `safeLink`. Without a selection the link around the caret changes, or `text` is inserted. */
export const setLink =
  (href: string, text: string): Command =>
  (state, dispatch) => {
    const type = state.schema.marks.link as MarkType;
    const { from, to, empty, $from } = state.selection;
    const around = linkAround(state);
    const { tr } = state;
    if (!empty) tr.removeMark(from, to, type).addMark(from, to, type.create({ href }));
    else if (around)
      tr.removeMark(around.from, around.to, type).addMark(around.from, around.to, type.create({ href }));
    else if ($from.parent.inlineContent && text !== "") {
      const marks = [...(state.storedMarks ?? $from.marks()), type.create({ href })];
      tr.insert(from, state.schema.text(text, marks)).removeStoredMark(type);
    } else return false;
    if (!empty) tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(to)));
    dispatch?.(tr.scrollIntoView());
    return true;
  };

export const removeLink: Command = (state, dispatch) => {
  const type = state.schema.marks.link as MarkType;
  const around = linkAround(state);
  const { from, to, empty } = state.selection;
  if (empty && !around) return false;
  dispatch?.(state.tr.removeMark(Math.min(from, around?.from ?? from), Math.max(to, around?.to ?? to), type));
  return true;
};

export interface Range {
  from: number;
  to: number;
}

/** What became a link last, while nothing was written or selected since; then Backspace takes it back. */
export const linkedAddresses = new PluginKey<readonly Range[]>("addressLinks");

/** Backspace right after an address became a link: it is one no more. */
export const takeLinksBack: Command = (state, dispatch) => {
  const linked = linkedAddresses.getState(state) ?? [];
  if (linked.length === 0 || !state.selection.empty) return false;
  const { tr } = state;
  for (const { from, to } of linked) tr.removeMark(from, to, state.schema.marks.link);
  dispatch?.(tr.setMeta(linkedAddresses, []));
  return true;
};
