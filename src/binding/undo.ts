import * as Y from "yjs";
import { bodyText, detailsMap, fieldText, marksMap, mediaMap } from "../domain/article/document.ts";
import { fieldNames } from "../domain/article/fields.ts";
import { bringInside } from "./broughtInside.ts";
import { KeptBlocks } from "./keptBlocks.ts";
import { deletedSinceMoved, type HistoryStep, settleRestored } from "./restored.ts";
import { RestoredMarks } from "./restoredMarks.ts";

/** A selection that survives what colleagues write. */
export interface SelectionAnchor {
  text: Y.Text;
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
  /** A picture or divider is selected, which begins at both. */
  node?: true;
}

/** Where a step was made: a selection, or for what is no text a function that brings the focus there. */
type Place = SelectionAnchor | (() => void);

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
  /**
   * Runs an edit outside any editor (lead picture, section, …) as a step of the history. Edits that follow each other
   * under one name are taken back together, as typed letters are. `focus` is called after undo and redo.
   */
  edit(change: () => void, options?: { goesOn?: string; focus?: () => void }): void;
  /** Edits of several texts that are taken back together, in one step of their own. */
  together(edits: () => void): void;
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
  // Yjs looks them through for each item that an edit deletes: the body, which is edited most, comes first.
  const scope = [
    bodyText(doc),
    marksMap(doc),
    ...fieldNames.map((field) => fieldText(doc, field)),
    mediaMap(doc),
    detailsMap(doc),
  ] as unknown as Y.AbstractType<unknown>[];
  /** Steps that may be taken back now, and blocks that stay for a colleague's words in them. */
  let taking: readonly HistoryStep[] = [];
  const kept = new Set<Y.Map<unknown>>();
  const keptBlocks = new KeptBlocks(doc);
  const restoredMarks = new RestoredMarks(doc);
  const manager = new Y.UndoManager(scope, {
    trackedOrigins: new Set([origin]),
    captureTimeout: captureMs,
    deleteFilter(item) {
      const step = taking.find(({ insertions }) => Y.isDeleted(insertions, item.id));
      const block = step ? keptBlocks.keeps(step, item) : null;
      if (block) kept.add(block);
      return block === null;
    },
  });
  const placeRestored = (transaction: Y.Transaction): void => {
    const step = transaction.origin === manager ? manager.currStackItem : null;
    if (step) bringInside(transaction, step);
  };
  doc.on("beforeObserverCalls", placeRestored);
  const listeners = new Set<() => void>();
  const editors = new Map<Y.Text, TextEditor>();
  let before: Place | null = null;
  /** What the last edit was in. */
  let last: Y.Text | string | null = null;
  let joins = false;
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

  /** Another text is another step, however soon one goes on there. */
  const goTo = (place: Y.Text | string | null): void => {
    if (!joins && (place === null || place !== last)) manager.stopCapturing();
    last = place;
  };

  /** Where the opposite step leads back to: the caret as it is now in the text that changes. */
  const opposite = (place: Place | undefined): Place | null => {
    if (typeof place === "function") return place;
    const changed = place && editors.get(place.text);
    const editor = changed ?? [...editors.values()].find(({ view }) => view.hasFocus());
    return editor ? editor.anchor(editor.view.state.selection) : null;
  };

  const step = (stack: readonly StackEvent["stackItem"][], run: () => unknown): boolean => {
    const next = stack[stack.length - 1];
    before = opposite(next?.meta.get(selectionKey) as Place | undefined);
    popped = null;
    const deletedMeanwhile = next ? deletedSinceMoved(doc, next) : () => false;
    const since = Y.getState(doc.store, doc.clientID);
    taking = [...stack].reverse();
    kept.clear();
    restoredMarks.begin();
    run();
    taking = [];
    before = null;
    const item = popped as StackEvent["stackItem"] | null;
    if (!item) return false;
    doc.transact(() => {
      for (const block of kept) block.set("gone", true);
      settleRestored(doc, item, since, deletedMeanwhile, restoredMarks, (from, to) =>
        keptBlocks.restored(from, to),
      );
    }, silent);
    const place = item.meta.get(selectionKey) as Place | undefined;
    if (typeof place === "function") place();
    else {
      const editor = place && editors.get(place.text);
      if (editor && !editor.view.hasFocus()) editor.view.focus();
      if (place) editor?.select(place);
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
    edit(change, { goesOn, focus } = {}) {
      goTo(goesOn ?? null);
      before = focus ?? null;
      doc.transact(change, origin);
      if (goesOn === undefined) manager.stopCapturing();
    },
    together(edits) {
      manager.stopCapturing();
      joins = true;
      try {
        edits();
      } finally {
        joins = false;
        manager.stopCapturing();
      }
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
      goTo(text);
      const goesOn = manager.lastChange > 0 && Date.now() - manager.lastChange < captureMs - clockMarginMs;
      before = goesOn ? null : selection();
    },
    destroy() {
      doc.off("beforeObserverCalls", placeRestored);
      manager.destroy();
      listeners.clear();
      editors.clear();
    },
  };
}
