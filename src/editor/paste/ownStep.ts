import { Plugin } from "@tiptap/pm/state";
import type { ArticleUndo } from "../../binding/index.ts";

/** What is cut, pasted or dropped is a step of its own in the history, however soon before or after it somebody types. */
export function ownStep(undo: ArticleUndo): Plugin {
  const part = (): false => {
    undo.stopCapturing();
    // Once the handlers of this event have made their change.
    queueMicrotask(() => undo.stopCapturing());
    return false;
  };
  return new Plugin({ props: { handleDOMEvents: { cut: part, paste: part, drop: part } } });
}
