import type { EditorState } from "@tiptap/pm/state";
import * as Y from "yjs";
import { positions, shownPart } from "./bodyLayout.ts";
import { bindingOf } from "./textBinding.ts";

/** The terminator of the paragraph around a position of the body; null where none ends it. */
export function endAt(state: EditorState, position: number): Y.Map<unknown> | null {
  const part = shownPart(bindingOf(state)?.layout ?? [], state.doc.resolve(position).index(0));
  return part?.kind === "text" ? part.end : null;
}

/**
 * The position before the paragraph of a terminator; where it does not stand, the border between blocks at which it stood,
 * which is known of a deleted one, too.
 */
export function placeOf(state: EditorState, end: Y.Map<unknown>): { stands: boolean; at: number } {
  const binding = bindingOf(state);
  let at = 0;
  for (const part of binding?.layout ?? []) {
    if (part.kind === "text" && part.end === end) return { stands: part.visible, at };
    if (part.visible) at += positions(part);
  }
  const index = binding?.indexOf(new Y.RelativePosition(null, null, end._item?.id ?? null)) ?? 0;
  const $left = state.doc.resolve(binding?.toPosition(index) ?? 0);
  if ($left.depth === 0) return { stands: false, at: $left.pos };
  return { stands: false, at: $left.parentOffset > 0 ? $left.after() : $left.before() };
}
