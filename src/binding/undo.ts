import * as Y from "yjs";
import { bodyText, detailsMap, fieldText, marksMap, mediaMap } from "../domain/article/document.ts";
import { fieldNames } from "../domain/article/fields.ts";
import { keptBlock } from "./keptBlocks.ts";
import { deletedSinceMoved, type HistoryStep, settleRestored } from "./restored.ts";

/** A selection that survives what colleagues write. */
export interface SelectionAnchor {
  text: Y.Text;
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

/** An editor that shows a text: where a selection is read and restored. */
export interface TextEditor {
  anchor(selection: unknown): SelectionAnchor;
  select(anchor: SelectionAnchor): void;
  readonly view: { readonly state: { readonly selection: unknown }; hasFocus(): boolean; focus(): void };
}

/** One person's history of one article, across every field, the body and the pictures. */
export interface ArticleUndo {
  /** The origin of every local transaction; edits under other origins are never taken back. */
  readonly origin: object;
  /** Takes back the last own step, focuses the text it was in and selects what was selected; false when there is none. */
  undo(): boolean;
  redo(): boolean;
  canUndo(): boolean;
  canRedo(): boolean;
  /** The next edit starts a step of its own. */
  stopCapturing(): void;
  /** Runs an edit outside any editor (lead picture, section, …) as one step of the history. */
  edit(change: () => void): void;
  /** Runs a change that undo must not take back (a new media entry: a colleague's caption may be in it). */
  silently(change: () => void): void;
  /** Called when `canUndo` or `canRedo` may have changed. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** For editors: the one that shows `text`. Returns the unsubscriber. */
  register(text: Y.Text, editor: TextEditor): () => void;
  /** For editors: an edit of `text` follows. `selection` says what is selected; asked only when a step begins. */
  beforeEdit(text: Y.Text, selection: () => SelectionAnchor): void;
  destroy(): void;
}

/** Edits that follow each other faster than this are taken back together. */
const captureMs = 1_000;

/** The history reads the clock a little later than `beforeEdit`: near the limit a step may begin. */
const clockMarginMs = 200;

const selectionKey = "selection";

type StackEvent = { stackItem: { meta: Map<unknown, unknown> } & HistoryStep; type: "undo" | "redo" };

export function createArticleUndo(doc: Y.Doc): ArticleUndo {
  const origin = { edits: "own" };
  const silent = { edits: "never undone" };
  const scope = [
    ...fieldNames.map((field) => fieldText(doc, field)),
    bodyText(doc),
    marksMap(doc),
    mediaMap(doc),
    detailsMap(doc),
  ] as unknown as Y.AbstractType<unknown>[];
  /** Steps that may be taken back now, and blocks that stay for a colleague's words in them. */
  let taking: readonly HistoryStep[] = [];
  const kept = new Set<Y.Map<unknown>>();
  const manager = new Y.UndoManager(scope, {
    trackedOrigins: new Set([origin]),
    captureTimeout: captureMs,
    deleteFilter(item) {
      const step = taking.find(({ insertions }) => Y.isDeleted(insertions, item.id));
      const block = step ? keptBlock(doc, step, item) : null;
      if (block) kept.add(block);
      return block === null;
    },
  });
  const listeners = new Set<() => void>();
  const editors = new Map<Y.Text, TextEditor>();
  let before: SelectionAnchor | null = null;
  let lastText: Y.Text | null = null;
  let popped: StackEvent["stackItem"] | null = null;
  const notify = (): void => {
    for (const listener of listeners) listener();
  };

  manager.on("stack-item-added", (event: StackEvent) => {
    if (before) event.stackItem.meta.set(selectionKey, before);
    notify();
  });
  manager.on("stack-item-popped", (event: StackEvent) => {
    popped = event.stackItem;
    notify();
  });
  manager.on("stack-cleared", notify);

  const step = (stack: readonly HistoryStep[], run: () => unknown): boolean => {
    const focused = [...editors.values()].find((editor) => editor.view.hasFocus());
    before = focused ? focused.anchor(focused.view.state.selection) : null;
    popped = null;
    const next = stack[stack.length - 1];
    const deletedMeanwhile = next ? deletedSinceMoved(doc, next) : () => false;
    const since = Y.getState(doc.store, doc.clientID);
    taking = [...stack].reverse();
    kept.clear();
    run();
    taking = [];
    before = null;
    const item = popped as StackEvent["stackItem"] | null;
    if (!item) return false;
    doc.transact(() => {
      for (const block of kept) block.set("gone", true);
      settleRestored(doc, item, since, deletedMeanwhile);
    }, silent);
    const selection = item.meta.get(selectionKey) as SelectionAnchor | undefined;
    const editor = selection && editors.get(selection.text);
    if (selection && editor) {
      if (!editor.view.hasFocus()) editor.view.focus();
      editor.select(selection);
    }
    return true;
  };

  return {
    origin,
    undo: () => step(manager.undoStack, () => manager.undo()),
    redo: () => step(manager.redoStack, () => manager.redo()),
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    stopCapturing: () => manager.stopCapturing(),
    edit(change) {
      manager.stopCapturing();
      before = null;
      doc.transact(change, origin);
      manager.stopCapturing();
    },
    silently: (change) => doc.transact(change, silent),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    register(text, editor) {
      editors.set(text, editor);
      return () => {
        if (editors.get(text) === editor) editors.delete(text);
      };
    },
    beforeEdit(text, selection) {
      // Another text is another step, however soon one goes on there.
      if (text !== lastText) manager.stopCapturing();
      lastText = text;
      const goesOn = manager.lastChange > 0 && Date.now() - manager.lastChange < captureMs - clockMarginMs;
      before = goesOn ? null : selection();
    },
    destroy() {
      manager.destroy();
      listeners.clear();
      editors.clear();
    },
  };
}
