import type { EditorState } from "@tiptap/pm/state";
import type * as Y from "yjs";
import { type CopiedStretch, CopyLedger, type IdStretch, recordCopies } from "../domain/article/copies.ts";
import { bindingOf } from "./textBinding.ts";

/** Some units of stretches, counted through all of them. */
export function unitsBetween(stretches: readonly IdStretch[], from: number, to: number): IdStretch[] {
  const found: IdStretch[] = [];
  let at = 0;
  for (const { client, clock, length } of stretches) {
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (start < end) found.push({ client, clock: clock + start, length: end - start });
    at += length;
  }
  return found;
}

/** The unit of a block's end. */
export const unitOf = ({ _item }: Y.Map<unknown>): IdStretch[] =>
  _item ? [{ client: _item.id.client, clock: _item.id.clock, length: 1 }] : [];

/**
 * Enters that what stands between two positions was put in for units that are deleted, one for one. Who takes their
 * deletion back then brings none of them twice [M23].
 */
export function enterStandIns(state: EditorState, from: number, to: number, originals: IdStretch[]): void {
  const binding = bindingOf(state);
  if (!binding) return;
  const ledger = new CopyLedger(binding.doc);
  const copies: CopiedStretch[] = [];
  let at = 0;
  for (const { client, clock, length } of binding.pieces(from, to)) {
    let done = 0;
    for (const stretch of unitsBetween(originals, at, at + length)) {
      const rank = ledger.rankOf(stretch.client, stretch.clock);
      const start = clock + done;
      ledger.roots(stretch, (offset, original, run) =>
        copies.push({ copy: { client, clock: start + offset }, original, length: run, rank }),
      );
      done += stretch.length;
    }
    at += length;
  }
  recordCopies(binding.doc, copies);
}
