import * as Y from "yjs";
import { bodyText, detailsMap, fieldText, marksMap, mediaMap } from "../domain/article/document.ts";
import { fieldNames } from "../domain/article/fields.ts";

/** One person's history of one article, across every field, the body and the pictures. */
export interface ArticleUndo {
  /** The origin of every local transaction; edits under other origins are never taken back. */
  readonly origin: object;
  /** Takes back the last own step and returns the text it was in (to focus), or null when there is none. */
  undo(): Y.AbstractType<unknown> | null;
  redo(): Y.AbstractType<unknown> | null;
  canUndo(): boolean;
  canRedo(): boolean;
  /** The next edit starts a step of its own. */
  stopCapturing(): void;
  /** Runs an edit outside any editor (lead picture, section, …) as part of the history. */
  edit(change: () => void): void;
  /** Runs a change that undo must not take back (a new media entry: a colleague's caption may be in it). */
  silently(change: () => void): void;
  /** Called when `canUndo` or `canRedo` may have changed. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  destroy(): void;
}

export function createArticleUndo(doc: Y.Doc): ArticleUndo {
  const origin = { undo: "article" };
  const silent = { undo: "none" };
  const scope: Y.AbstractType<unknown>[] = [
    ...fieldNames.map((field) => fieldText(doc, field)),
    bodyText(doc),
    marksMap(doc),
    mediaMap(doc),
    detailsMap(doc),
  ] as Y.AbstractType<unknown>[];
  const manager = new Y.UndoManager(scope, { trackedOrigins: new Set([origin]), captureTimeout: 500 });
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  manager.on("stack-item-added", notify);
  manager.on("stack-item-popped", notify);
  manager.on("stack-cleared", notify);

  const step = (run: () => unknown): Y.AbstractType<unknown> | null => {
    let touched: Y.AbstractType<unknown> | null = null;
    const remember = (event: { changedParentTypes: Map<Y.AbstractType<Y.YEvent<any>>, unknown> }): void => {
      for (const type of event.changedParentTypes.keys()) if (type instanceof Y.Text) touched = type as never;
    };
    manager.on("stack-item-popped", remember);
    run();
    manager.off("stack-item-popped", remember);
    return touched;
  };

  return {
    origin,
    undo: () => step(() => manager.undo()),
    redo: () => step(() => manager.redo()),
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    stopCapturing: () => manager.stopCapturing(),
    edit(change) {
      manager.stopCapturing();
      doc.transact(change, origin);
      manager.stopCapturing();
    },
    silently: (change) => doc.transact(change, silent),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      manager.destroy();
      listeners.clear();
    },
  };
}
