import { useCallback, useMemo, useSyncExternalStore } from "react";
import { indented, selectedBlocks, selectedStyle } from "../commands/blocks.ts";
import { isActive } from "../commands/marks.ts";
import type { TextEditor } from "../TextEditor.ts";

/** What the toolbar shows of the selection. */
export interface SelectionState {
  /** `none` where no text is selected, `mixed` where styles differ. */
  style: { kind: "none" } | { kind: "mixed" } | { kind: "one"; name: string };
  bold: boolean;
  italic: boolean;
  link: boolean;
  /** Whether the selected items of lists can be moved in and out; null outside of lists. */
  items: { indent: boolean; outdent: boolean } | null;
}

const nothing: SelectionState = {
  style: { kind: "none" },
  bold: false,
  italic: false,
  link: false,
  items: null,
};

/** Changes only when what the toolbar shows changes, not with every key. */
export function useSelectionState(editor: TextEditor | null): SelectionState {
  const subscribe = useCallback((notify: () => void) => editor?.onChange(notify) ?? (() => {}), [editor]);
  const described = useSyncExternalStore(subscribe, () => JSON.stringify(describe(editor)));
  return useMemo(() => JSON.parse(described) as SelectionState, [described]);
}

function describe(editor: TextEditor | null): SelectionState {
  if (!editor || editor.isDestroyed) return nothing;
  const { state } = editor;
  const name = selectedStyle(state);
  const [further, back] = [indented(state, 1), indented(state, -1)];
  return {
    style:
      name !== null ? { kind: "one", name } : { kind: selectedBlocks(state).length > 0 ? "mixed" : "none" },
    bold: isActive(state, "bold"),
    italic: isActive(state, "italic"),
    link: isActive(state, "link"),
    items: further && back && { indent: further.docChanged, outdent: back.docChanged },
  };
}
