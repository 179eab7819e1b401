import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { StoreApi } from "zustand/vanilla";
import type { RefusalReason } from "../domain/protocol/sync.ts";
import type { OfflineCopyState } from "./offlineCopy.ts";

/** Why the server ended the line for good; `connect()` tries again. */
export const endings = [
  "signed-out",
  "other-person",
  "forbidden",
  "not-found",
  "deleted",
  "damaged",
  "unknown-address",
] as const;
/**
 * `other-person`: the browser is signed in as somebody else now, so nothing was sent. `damaged`: what the server has of
 * the article cannot be read; one may write on, and all of it merges once the article is restored. `deleted`: for good;
 * words that had not reached the server are given back as a refusal.
 */
export type Ending = (typeof endings)[number];

/**
 * Both recover by themselves. `not-storing`: the server is there but commits nothing. `colleague`: after a crash this
 * page shows words that only their writer's own page may bring to the server again.
 */
export type NotSavedReason = "refused" | "not-storing" | "colleague" | Ending;

/**
 * Whether everything this page shows is committed by the server. `changes` counts the own edits not known to be
 * committed, those of earlier visits of this browser included; it may be 0 (still connecting, or a colleague's
 * words are on their way to the disk).
 */
export type SaveState =
  | { kind: "saved" }
  | { kind: "saving"; changes: number }
  | { kind: "offline"; changes: number }
  | { kind: "not-saved"; changes: number; reason: NotSavedReason };

/** Words that the server does not take. They are in no article, only here. */
export interface Refusal {
  reason: RefusalReason | "deleted";
  /** The refused words as one may read and copy them; empty when the change held none (a deletion, a style). */
  text: string;
}

export interface SessionState {
  /**
   * `ready` once the text may be shown and typed into: the server's answer came, or a complete offline copy is
   * loaded. `failed` when the line ended (`ended`) before either. Never goes back from `ready`.
   */
  phase: "loading" | "ready" | "failed";
  save: SaveState;
  /** False for readers, trashed articles, newer documents, once words were refused or the article is closed to them. */
  mayWrite: boolean;
  /** Who the server says this is; null before its first word. */
  person: { id: string; name: string } | null;
  /** The server's; null before its first word. */
  documentVersion: number | null;
  /** The article was written by a newer version of this page: reload it to write. */
  outdated: boolean;
  ended: Ending | null;
  refusal: Refusal | null;
  /** Whether closing the page would lose what is not saved. */
  offlineCopy: OfflineCopyState;
  /** Who moved the article to the trash while it was open; null while it is not there. */
  trashed: { by: string } | null;
}

/** One article, open in one tab. */
export interface ArticleSession {
  readonly articleId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** Written only by the session. */
  readonly state: StoreApi<SessionState>;
  /** After a new sign-in, or when the person asks: try now. */
  connect(): void;
  /**
   * The person has dealt with the refused words. The document still holds them, so it stays «not saved» and
   * read-only: call `discardLocal` and open the article again.
   */
  dismissRefusal(): void;
  /** Ends the session and deletes this browser's copy with every word that is not saved. */
  discardLocal(): Promise<void>;
  /** Ends the session. Resolves once the offline copy is written. What is not saved is sent at the next visit. */
  destroy(): Promise<void>;
}
