/**
 * A place in a list of articles, latest change first; of those changed in the same millisecond, the greatest id first.
 * `updatedAt` in milliseconds since the epoch.
 */
export interface ArticleCursor {
  updatedAt: number;
  id: string;
}

/** What `after` of a list is, for those that come after this place. Needs no escaping in an address. */
export const writeCursor = ({ updatedAt, id }: ArticleCursor): string => `${updatedAt}.${id}`;

/** Null when it is none. */
export function readCursor(text: string): ArticleCursor | null {
  const parts = /^(\d{1,15})\.([a-z0-9]+)$/.exec(text);
  return parts?.[1] && parts[2] ? { updatedAt: Number(parts[1]), id: parts[2] } : null;
}
