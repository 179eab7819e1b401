import * as Y from "yjs";

/**
 * What one piece stands for is 250 bytes in memory, as measured with Node 20 and items of one letter (210 bytes). The
 * others, beyond the bytes that are stored of them (which fullness.ts adds):
 * - a map, list or text: 660 to 720 bytes with its item;
 * - the first item under a key of a map: 425 bytes;
 * - an object in a value: 66 bytes, and for each key 66 to 87; a list: 42; a byte array: 106;
 * - an element of a list, or of an item with values: 10 bytes for a small number or a constant, 26 to 34 for any other
 *   number or a text.
 */
export const piecesOfType = 3;
export const piecesOfMapKey = 1;
export const piecesOfObject = 1;
export const piecesOfKey = 1 / 2;
export const piecesOfElement = 1 / 8;
const mostDepth = 64;

/** Of one value. Null when it is nested so deeply that encoding it would exhaust the stack. */
export function piecesInValue(value: unknown, depth = 0): number | null {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > mostDepth) return null;
  if (value instanceof Uint8Array) return piecesOfObject;
  const inner = Object.values(value);
  let pieces = piecesOfObject + inner.length * (Array.isArray(value) ? piecesOfElement : piecesOfKey);
  for (const each of inner) {
    const within = piecesInValue(each, depth + 1);
    if (within === null) return null;
    pieces += within;
  }
  return pieces;
}

/**
 * Pieces of a document in memory: Yjs's structs, shared types, keys, and what is in values. Walks through it: half a
 * million take some ten milliseconds. `counts`: of which client ids; default all.
 */
export function piecesOf(doc: Y.Doc, counts: (clientId: number) => boolean = () => true): number {
  let pieces = 0;
  for (const [clientId, structs] of doc.store.clients) {
    if (!counts(clientId)) continue;
    pieces += structs.length;
    for (const struct of structs)
      if (struct instanceof Y.Item)
        pieces += piecesIn(struct.content) + (isFirstOfKey(struct) ? piecesOfMapKey : 0);
  }
  return pieces;
}

/** Only those are stored with their key. */
const isFirstOfKey = ({ parentSub, origin, rightOrigin }: Y.Item): boolean =>
  parentSub !== null && origin === null && rightOrigin === null;

function piecesIn(content: Y.Item["content"]): number {
  if (content instanceof Y.ContentType) return piecesOfType;
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON)
    return content.arr.reduce(
      (sum: number, value: unknown) => sum + piecesOfElement + (piecesInValue(value) ?? 0),
      0,
    );
  if (content instanceof Y.ContentEmbed) return piecesInValue(content.embed) ?? 0;
  if (content instanceof Y.ContentFormat) return piecesInValue(content.value) ?? 0;
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
