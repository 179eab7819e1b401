import { Plugin } from "@tiptap/pm/state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

/** What the awareness state of a person says about the caret. Positions are encoded relative positions. */
export interface CaretPresence {
  /** Written by the server from the session. */
  user?: { id: string; name: string };
  /** Null while the person's focus is in no text. */
  caret?: { anchor: unknown; head: unknown } | null;
}

/**
 * Publishes the own caret in `text` while its editor has focus, and shows the colleagues' carets and selections
 * as decorations: elements of class `caret` (with `caret-name` inside) and `caret-selection`, coloured through
 * the custom property `--caret-hue` (0 to 359).
 */
export function carets(_options: { awareness: Awareness; text: Y.Text }): Plugin {
  return new Plugin({});
}

/** A hue in degrees that is the same for one person in every browser. */
export function personHue(personId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 16777619);
  return (hash >>> 0) % 360;
}
