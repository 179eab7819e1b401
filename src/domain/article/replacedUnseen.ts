import * as Y from "yjs";

/** What stands under a key, to be asked about later; null when nothing does. */
export const entryAt = (map: Y.Map<unknown>, key: string): Y.Item | null => map._map.get(key) ?? null;

/**
 * Whether what stands under the key now was set by somebody who did not know of `entry`, which stood there before: two
 * people set it at the same time, and only one of them can be told by what the map holds. Each entry of a key names the one
 * that it was set after.
 */
export function replacedUnseen(map: Y.Map<unknown>, key: string, entry: Y.Item): boolean {
  const { store } = map.doc as Y.Doc;
  for (let now = entryAt(map, key); now !== null; ) {
    if (Y.compareIDs(now.id, entry.id)) return false;
    const before = now.origin && Y.getItem(store, now.origin);
    now = before instanceof Y.Item ? before : null;
  }
  return true;
}
