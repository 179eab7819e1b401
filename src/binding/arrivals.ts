import * as Y from "yjs";
import type { DeltaOperation } from "./alignment.ts";

/**
 * What an event did to a text. Yjs asks of every item of the text whether the transaction made or deleted it; typing,
 * by however many colleagues, is found by what arrived and one count of the units before it.
 */
export function arrivedDelta(event: Y.YTextEvent): DeltaOperation[] {
  const arrived = arrivedLetters(event);
  if (!arrived) return event.delta;
  const delta: DeltaOperation[] = [];
  let left = arrived.size;
  let passed = 0;
  for (let item = event.target._start; item !== null && left > 0; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const letters = arrived.get(item);
    if (letters === undefined) {
      passed += item.length;
      continue;
    }
    if (passed > 0) delta.push({ retain: passed });
    passed = 0;
    delta.push({ insert: letters });
    left -= 1;
  }
  return delta;
}

/** The items that a transaction put into the text; null when it did more than insert letters. */
function arrivedLetters({ transaction, target }: Y.YTextEvent): Map<Y.Item, string> | null {
  if (transaction.deleteSet.clients.size > 0) return null;
  const arrived = new Map<Y.Item, string>();
  for (const [client, clock] of transaction.afterState) {
    const before = transaction.beforeState.get(client) ?? 0;
    if (clock === before) continue;
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (let i = Y.findIndexSS(structs, before); i < structs.length; i++) {
      const item = structs[i];
      if (!(item instanceof Y.Item) || item.id.clock < before) return null;
      if (item.parent !== target) continue;
      if (!(item.content instanceof Y.ContentString)) return null;
      arrived.set(item, item.content.str);
    }
  }
  return arrived;
}
