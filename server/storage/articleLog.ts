/**
 * The content of articles as an append-only log of Yjs updates, with snapshots that replace its older part, and the
 * table of who writes under which Yjs client id. Rules: RULES.md.
 */
export interface ArticleLog {
  /**
   * Writes all entries together, durably: resolved means that they survive a crash. Rejected means that none is known
   * to be stored; trying again is safe, because Yjs ignores what it has.
   */
  commit(entries: readonly LogEntry[]): Promise<void>;
  /** Null for an unknown article. Rejects with `DamagedArticle` rather than leave anything out. */
  load(articleId: string): Promise<StoredArticle | null>;
  /** The last committed change of content; null for an unknown article. */
  lastChange(articleId: string): Promise<LastChange | null>;
  /** Folds the log into a new snapshot. Loading gives the same document before, during and after it. */
  compact(articleId: string): Promise<LogSize>;
  /** Writes something without meaning, durably. Rejects while nothing can be stored. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

export interface Author {
  id: string;
  /** As displayed at the time. */
  name: string;
}

export type LogEntry =
  | {
      kind: "update";
      articleId: string;
      update: Uint8Array;
      /** Who brought it, also words that they relayed; null for what the server wrote. */
      author: Author | null;
      /** Milliseconds since the epoch. */
      at: number;
    }
  /** From now on only that person writes under the id. Keeps an earlier owner, if there is one. */
  | { kind: "writer"; articleId: string; clientId: number; personId: string }
  /** That person handed in words of this id, whose writer is unknown. Changes nothing about a known id. */
  | { kind: "relayed"; articleId: string; clientId: number; relayedBy: string }
  /** A tab of that person told the id to be its own. Keeps whoever told it first; gone once the id is bound. */
  | { kind: "reserved"; articleId: string; clientId: number; personId: string };

/** So many reserved ids of each person are kept, in all articles: those told last. */
export const mostReservations = 10_000;

export interface ClientWriter {
  clientId: number;
  /** Null: unknown. */
  personId: string | null;
  relayedBy: string | null;
}

/** An id that a tab of the person told to be its own, and under which nothing is stored. */
export interface ClientReservation {
  clientId: number;
  personId: string;
  /** When it was told. Milliseconds since the epoch. */
  at: number;
}

/** What has gathered since the snapshot, and the snapshot itself. */
export interface LogSize {
  rows: number;
  logBytes: number;
  snapshotBytes: number;
}

export interface StoredArticle {
  /** To be applied in this order, the snapshot first. */
  updates: Uint8Array[];
  writers: ClientWriter[];
  /** In the order in which they were told. */
  reservations: ClientReservation[];
  size: LogSize;
  /** A damaged part was made again, whole, from earlier ones: the disk deserves a look. */
  recovered: boolean;
}

export interface LastChange {
  /** Milliseconds since the epoch. */
  at: number;
  /** Display name at the time; null for what the server wrote. */
  by: string | null;
}

/** Stored bytes of the article are not what was written. Nobody opens it until they are restored from a backup. */
export class DamagedArticle extends Error {
  readonly articleId: string;

  constructor(articleId: string, what: string, options?: ErrorOptions) {
    super(`The stored data of article ${articleId} is damaged (${what}). Restore it from a backup.`, options);
    this.name = "DamagedArticle";
    this.articleId = articleId;
  }
}

/** Reading the article took longer than any that people write does. It may be readable again once it changes. */
export class UnreadableArticle extends Error {
  constructor(articleId: string) {
    super(`Reading article ${articleId} takes too long; it was given up.`);
    this.name = "UnreadableArticle";
  }
}
