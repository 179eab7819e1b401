import * as Y from "yjs";
import type { DeltaOperation } from "./alignment.ts";

/**
 * What an event did to a text; null when a delta cannot tell it, because embedded values arrived that are no objects
 * (only damage or a stranger's client brings such). Yjs asks of every item of the text whether the transaction made or
 * deleted it; here the items that it did are looked up, and found by one walk that counts the units before them.
 */
export function arrivedDelta(event: Y.YTextEvent): DeltaOperation[] | null {
  const changed = changedItems(event);
  const [first] = changed;
  const delta: DeltaOperation[] = [];
  let left = changed.size;
  const lone = left === 1;
  let passed = 0;
  let last: DeltaOperation | undefined;
  for (let item = event.target._start; item !== null && left > 0; item = item.right) {
    if (lone ? item !== first : !changed.has(item)) {
      if (!item.deleted && item.countable) passed += item.length;
      continue;
    }
    left -= 1;
    if (passed > 0) {
      last = { retain: passed };
      delta.push(last);
      passed = 0;
    }
    if (Y.isDeleted(event.transaction.deleteSet, item.id)) {
      if (last?.delete === undefined) {
        last = { delete: 0 };
        delta.push(last);
      }
      last.delete = (last.delete ?? 0) + item.length;
      continue;
    }
    const insert = valueOf(item);
    if (insert === undefined) return null;
    last = { insert };
    delta.push(last);
  }
  return delta;
}

/** A string, or the one embedded object; undefined for all else. */
function valueOf({ content }: Y.Item): unknown {
  if (content instanceof Y.ContentString) return content.str;
  if (content instanceof Y.ContentType) return content.type;
  const { embed } = content as { embed?: unknown };
  return content instanceof Y.ContentEmbed && typeof embed === "object" ? embed : undefined;
}

/** The items of the text that the transaction made and left living, or found living and deleted. */
function changedItems({ transaction, target }: Y.YTextEvent): Set<Y.Item> {
  const { beforeState, afterState, deleteSet, doc } = transaction;
  const changed = new Set<Y.Item>();
  const visit = (client: number, from: number, to: number, isChange: (item: Y.Item) => boolean): void => {
    const structs = doc.store.clients.get(client);
    if (!structs || from >= to) return;
    for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
      const item = structs[i] as Y.Item | Y.GC;
      if (item.id.clock >= to) return;
      if (!(item instanceof Y.Item) || item.parent !== target) continue;
      if (item.parentSub === null && item.countable && isChange(item)) changed.add(item);
    }
  };
  const survived = (item: Y.Item): boolean => !item.deleted || !Y.isDeleted(deleteSet, item.id);
  for (const [client, clock] of afterState) visit(client, beforeState.get(client) ?? 0, clock, survived);
  for (const [client, ranges] of deleteSet.clients) {
    const before = beforeState.get(client) ?? 0;
    for (const { clock, len } of ranges) visit(client, clock, Math.min(clock + len, before), () => true);
  }
  return changed;
}
