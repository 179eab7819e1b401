import * as Y from "yjs";
import { applyBounded } from "./boundedMerge.ts";
import type { ClockRange, UpdateScan } from "./updateScan.ts";

/** Of a client, the clock up to which its content must be there. */
export interface Predecessor {
  client: number;
  clock: number;
}

/** What the update brings that the document does not have. */
export function newsOf(doc: Y.Doc, scan: UpdateScan): ClockRange[] {
  return scan.brings.filter(({ client, to }) => to > Y.getState(doc.store, client));
}

/** True when the update waits for content that neither the document nor the update itself has. */
export function lacksPredecessors(doc: Y.Doc, scan: UpdateScan): boolean {
  const { brings, needs } = scan;
  const [first] = brings;
  if (brings.length === 1 && first) {
    const state = Y.getState(doc.store, first.client);
    if (first.from > state) return true;
    for (const [client, clock] of needs)
      if (clock > (client === first.client ? Math.max(first.to, state) : Y.getState(doc.store, client)))
        return true;
    return false;
  }
  const reached = new Map<number, number>();
  const reach = (client: number): number => reached.get(client) ?? Y.getState(doc.store, client);
  for (const { client, from, to } of brings) {
    const state = reach(client);
    if (from > state) return true;
    reached.set(client, Math.max(state, to));
  }
  for (const [client, clock] of needs) if (clock > reach(client)) return true;
  return false;
}

/** What an update waits for, or its first `most` of it: of each client, the clock that must be reached. */
export function lackedPredecessors(doc: Y.Doc, { brings, needs }: UpdateScan, most: number): Predecessor[] {
  const lacked: Predecessor[] = [];
  const reached = new Map<number, number>();
  const reach = (client: number): number => reached.get(client) ?? Y.getState(doc.store, client);
  for (const { client, from, to } of brings) {
    const state = reach(client);
    if (from > state) lacked.push({ client, clock: from });
    reached.set(client, Math.max(state, to));
  }
  for (const [client, clock] of needs) if (clock > reach(client)) lacked.push({ client, clock });
  return lacked.slice(0, most);
}

/** True when applying the update would leave the document as it is. */
export function changesNothing(doc: Y.Doc, scan: UpdateScan): boolean {
  return newsOf(doc, scan).length === 0 && scan.deletes.every((range) => isDeleted(doc, range));
}

function isDeleted(doc: Y.Doc, { client, from, to }: ClockRange): boolean {
  const structs = doc.store.clients.get(client);
  if (!structs || to > Y.getState(doc.store, client)) return false;
  for (let at = Y.findIndexSS(structs, from); at < structs.length; at++) {
    const struct = structs[at] as Y.Item | Y.GC;
    if (struct.id.clock >= to) break;
    if (!struct.deleted) return false;
  }
  return true;
}

/** Tries the update on a copy: slow, and safe whatever Yjs does with it. */
export function applies(doc: Y.Doc, update: Uint8Array, bounds: Parameters<typeof applyBounded>[2]): boolean {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copy.transact(() => applyBounded(copy, update, bounds));
    return Y.encodeStateAsUpdate(copy).length > 0;
  } catch {
    return false;
  } finally {
    copy.destroy();
  }
}

/** True when the document has the beginning of a range that the update brings, but not its end. */
export const overlaps = (doc: Y.Doc, news: readonly ClockRange[]): boolean =>
  news.some(({ client, from }) => from < Y.getState(doc.store, client));

/** The update without what the document has. Yjs stumbles over a range whose known beginning it has thrown away. */
export function withoutKnown(doc: Y.Doc, update: Uint8Array, news: readonly ClockRange[]): Uint8Array {
  const known = new Map(news.map(({ client }) => [client, Y.getState(doc.store, client)]));
  return Y.diffUpdate(update, Y.encodeStateVector(known));
}

/** The update without what it brings of these clients; what it deletes stays. */
export function withoutClients(update: Uint8Array, clients: readonly number[]): Uint8Array {
  const all = new Map(clients.map((client) => [client, Number.MAX_SAFE_INTEGER]));
  return Y.diffUpdate(update, Y.encodeStateVector(all));
}
