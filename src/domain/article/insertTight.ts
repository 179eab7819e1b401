import * as Y from "yjs";

/**
 * Inserts at an index of a text right behind the unit before it. `Y.Text.insert` puts it behind all deleted units that
 * follow there, too; behind the end of a block these may be a deleted paragraph in which a colleague is still writing,
 * and the colleague's words would stand in the midst of what is inserted.
 */
export function insertTight(text: Y.Text, index: number, content: string | object): void {
  const { left, right } = gapAt(text, index);
  if (!right?.deleted) {
    if (typeof content === "string") text.insert(index, content);
    else text.insertEmbed(index, content);
    return;
  }
  const doc = text.doc as Y.Doc;
  doc.transact((transaction) => {
    // Indexes that Yjs remembers would be wrong from here on.
    const { _searchMarker: markers } = text as unknown as { _searchMarker: unknown[] | null };
    if (markers) markers.length = 0;
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    const origin = left ? left.lastId : null;
    new Y.Item(id, left, origin, right, right.id, text, null, contentOf(content)).integrate(transaction, 0);
  });
}

/**
 * Inserts words at an index of a text; right behind the unit before it where that is a letter of one's own, which one
 * goes on from. Behind what others deleted there, the word would be parted when they bring that back.
 */
export function insertWords(text: Y.Text, index: number, words: string): void {
  text.insert(index, words);
  const { store, clientID } = text.doc as Y.Doc;
  const item = store.clients.get(clientID)?.at(-1);
  if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return;
  let { left } = item;
  while (left?.deleted) left = left.left;
  if (left === item.left || left?.id.client !== clientID || !(left.content instanceof Y.ContentString))
    return;
  relink(item, left, left.right as Y.Item);
}

/** Brings an item that is new in this transaction, of which nobody was told yet, between two that follow each other. */
export function relink(item: Y.Item, left: Y.Item, right: Y.Item): void {
  if (item.left) item.left.right = item.right;
  else (item.parent as Y.Text)._start = item.right;
  if (item.right) item.right.left = item.left;
  item.left = left;
  item.origin = left.lastId;
  item.right = right;
  item.rightOrigin = right.id;
  left.right = item;
  right.left = item;
}

/** Whether deleted units follow right behind the unit before an index: else nothing need be inserted tight there. */
export const precedesDeleted = (text: Y.Text, index: number): boolean =>
  gapAt(text, index).right?.deleted ?? false;

/** The items around an index; none on the right where it is in the midst of one. */
function gapAt(text: Y.Text, index: number): { left: Y.Item | null; right: Y.Item | null } {
  if (index === 0) return { left: null, right: text._start };
  let at = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    at += item.length;
    if (at >= index) return { left: item, right: at === index ? item.right : null };
  }
  return { left: null, right: null };
}

function contentOf(content: string | object): Y.Item["content"] {
  if (typeof content === "string") return new Y.ContentString(content);
  if (content instanceof Y.AbstractType) return new Y.ContentType(content);
  return new Y.ContentEmbed(content);
}
