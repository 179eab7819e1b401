import { type EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { createStore } from "zustand/vanilla";
import { bindingOf, isFromDocument } from "../binding/index.ts";
import { detailsMap } from "../domain/article/document.ts";
import { setTyped } from "../domain/article/typography.ts";

const storageKey = "foureyes:typography";

function chosen(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

/** Whether typed quotes, dashes and dots are set as the article's language has them: this browser's choice. */
export const typographyChoice = createStore<{ on: boolean }>(() => ({ on: chosen() }));

export function chooseTypography(on: boolean): void {
  typographyChoice.setState({ on });
  try {
    localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // Not kept then: it still holds until the page is left.
  }
}

interface Range {
  from: number;
  to: number;
}

interface Typed {
  /** What one has typed in one go; nobody else's signs are changed. */
  own: Range | null;
  /** What was set with the last key, and what was typed for it: Backspace brings that back. */
  set: (Range & { typed: string }) | null;
}

/** Quotes, dashes and ellipses are set while one types, in body and fields; one Backspace takes it back. */
export function typography(): Plugin<Typed> {
  const plugin: Plugin<Typed> = new Plugin<Typed>({
    state: {
      init: () => ({ own: null, set: null }),
      apply(transaction, { own, set }, _before, { selection }) {
        const meta = transaction.getMeta(plugin) as Typed["set"] | undefined;
        if (isFromDocument(transaction))
          return { own: carried(own, transaction), set: carried(set, transaction) };
        if (!transaction.docChanged) return { own, set: transaction.selectionSet ? null : set };
        const isTyped = transaction.getMeta("uiEvent") === undefined;
        return { own: isTyped ? grown(own, transaction, selection.head) : null, set: meta ?? null };
      },
    },
    props: {
      handleTextInput(view, from, to, text) {
        const { state } = view;
        const doc = bindingOf(state)?.doc;
        if (!doc || text.length !== 1 || view.composing || !typographyChoice.getState().on) return false;
        const language = String(detailsMap(doc).get("language"));
        const change = setSign(state, { from, to, text, language }, plugin.getState(state) as Typed);
        if (!change) return false;
        view.dispatch(change.transaction.setMeta(plugin, change.set).scrollIntoView());
        return true;
      },
      handleKeyDown({ state, dispatch, composing }, { key, ctrlKey, metaKey, altKey }) {
        const { set } = plugin.getState(state) as Typed;
        const { empty, head } = state.selection;
        if (key !== "Backspace" || ctrlKey || metaKey || altKey || composing) return false;
        if (!set || !empty || head !== set.to) return false;
        dispatch(state.tr.insertText(set.typed, set.from, set.to).scrollIntoView());
        return true;
      },
    },
  });
  return plugin;
}

/** What a typed sign is to become; null where it stays as it is, as in links. */
function setSign(
  state: EditorState,
  { from, to, text, language }: Range & { text: string; language: string },
  { own, set }: Typed,
): { transaction: Transaction; set: NonNullable<Typed["set"]> } | null {
  const $from = state.doc.resolve(from);
  const { parent, parentOffset } = $from;
  const link = state.schema.marks.link;
  if (
    !parent.inlineContent ||
    (link && (link.isInSet($from.marks()) || state.doc.rangeHasMark(from, to, link)))
  )
    return null;
  const before = parent.textBetween(0, parentOffset, "", ({ type }) =>
    type.name === "hardBreak" ? "\n" : "\ufffc",
  );
  const result = setTyped(before, text, language, set?.to === from ? set.typed : null);
  if (!result) return null;
  const { take, put } = result;
  if (take > 0 && (own?.to !== from || from - own.from < take)) return null;
  const start = from - take;
  return {
    transaction: state.tr.insertText(put, start, to),
    set: { from: start, to: start + put.length, typed: before.slice(before.length - take) + text },
  };
}

/** Where a range is after what colleagues wrote; null when they wrote or deleted within it. */
function carried<R extends Range>(range: R | null, { mapping }: Transaction): R | null {
  if (!range) return null;
  const from = mapping.map(range.from, 1);
  const to = mapping.map(range.to, -1);
  return to - from === range.to - range.from ? { ...range, from, to } : null;
}

/** The range of own signs with what a transaction typed at its end. */
function grown(own: Range | null, { mapping }: Transaction, caret: number): Range | null {
  const before = own && { from: mapping.map(own.from, -1), to: mapping.map(own.to, 1) };
  let typed: Range | null = null;
  for (const map of mapping.maps)
    map.forEach((_oldFrom, _oldTo, from, to) => {
      typed = typed ? null : { from, to };
    });
  const fresh = typed as Range | null;
  if (before && before.to === caret) return before;
  return fresh?.to === caret ? fresh : null;
}
