import * as Y from "yjs";

/** A map, list or text has tables of its own. */
export const piecesOfType = 3;
const mostDepth = 64;

/**
 * Objects and lists in a value, each about as large in memory as a piece of text. Null when they are nested so deeply
 * that encoding them would exhaust the stack.
 */
export function containersIn(value: unknown, depth = 0): number | null {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > mostDepth) return null;
  let count = 1;
  if (value instanceof Uint8Array) return count;
  for (const inner of Object.values(value)) {
    const within = containersIn(inner, depth + 1);
    if (within === null) return null;
    count += within;
  }
  return count;
}

/**
 * Pieces of a document in memory, each about a quarter of a kilobyte: Yjs's structs, shared types, and the objects and
 * lists in values. Walks through it: half a million take some ten milliseconds.
 */
export function piecesOf(doc: Y.Doc): number {
  let pieces = 0;
  for (const structs of doc.store.clients.values()) {
    pieces += structs.length;
    for (const struct of structs) if (struct instanceof Y.Item) pieces += piecesIn(struct.content);
  }
  return pieces;
}

function piecesIn(content: Y.Item["content"]): number {
  if (content instanceof Y.ContentType) return piecesOfType;
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON)
    return content.arr.reduce((sum: number, value: unknown) => sum + (containersIn(value) ?? 0), 0);
  if (content instanceof Y.ContentEmbed) return containersIn(content.embed) ?? 0;
  if (content instanceof Y.ContentFormat) return containersIn(content.value) ?? 0;
  return 0;
}

/** How many pieces the deletions would cut in two. */
export function piecesCut(
  doc: Y.Doc,
  deletes: readonly { client: number; from: number; to: number }[],
): number {
  let cut = 0;
  for (const { client, from, to } of deletes) {
    const structs = doc.store.clients.get(client);
    if (!structs) continue;
    for (const clock of [from, to]) {
      if (clock >= Y.getState(doc.store, client)) continue;
      const struct = structs[Y.findIndexSS(structs, clock)];
      if (struct && !struct.deleted && struct.id.clock < clock) cut++;
    }
  }
  return cut;
}
