import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type * as Y from "yjs";
import type { Action } from "../src/domain/permissions/roles.ts";
import type { ArticleSummary, Person, PresentPeople } from "../src/domain/protocol/api.ts";
import type { ArticleEvent } from "../src/domain/protocol/sync.ts";

/**
 * What the parts of the server promise each other. Accounts and articles implement `Access`; rooms implement
 * `Rooms`; main.ts wires them.
 */

/** A signed-in person on one session. */
export interface Visitor {
  person: Person;
  /** The session's own id; equal for all tabs of one sign-in. Never sent to clients. */
  sessionId: string;
}

/** `deleted`: for good; there will never be such an article again. */
export type ArticleAccess =
  | { code: "ok"; write: boolean }
  | { code: "not-found" }
  | { code: "deleted" }
  | { code: "forbidden" };

export interface Access {
  /** Reads the session cookie. Null for none, an expired one, or a deactivated person. */
  visitor(headers: IncomingMessage["headers"]): Promise<Visitor | null>;
  /** Who that session is of now, whatever its cookie is meanwhile: for what stays open. Null as above. */
  visitorOfSession(sessionId: string): Promise<Visitor | null>;
  /** True when the Origin may open sockets and change things: our own (http/origins.ts), or none (not a browser). */
  originAllowed(headers: IncomingMessage["headers"]): boolean;
  /** Whether the person may do that with this article now, by the permission table. */
  may(person: Person, action: Action, articleId: string): Promise<"ok" | "not-found" | "forbidden">;
  /** What this person may do with this article now. Trashed articles are readable, not writable. */
  article(person: Person, articleId: string): Promise<ArticleAccess>;
  /** Called whenever an answer above may have changed; rooms then ask again. Returns the unsubscriber. */
  onChange(listener: (change: AccessChange) => void): () => void;
}

/** Whose answers may have changed: one person's, one session's, or everybody's on one article. */
export type AccessChange = { personId: string } | { sessionId: string } | { articleId: string };

/**
 * How a page went: its person went to another page (`left`), its tab was closed or loaded again (`gone`), or nobody knows,
 * as when its line broke (`lost`): it may write on without one.
 */
export type Leaving = "left" | "gone" | "lost";

/** The content of an article was committed to disk. */
export interface Committed {
  articleId: string;
  /** Display name of the person whose change it was; null for relayed words of an unknown writer. */
  by: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  /** How much is stored of it. */
  bytes: number;
  /** The live document: read it at once and synchronously, never change it. */
  doc: Y.Doc;
}

export interface Rooms {
  /** Takes over an upgrade request to `/sync/<articleId>`. Resolves with whether it became a socket of the article. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean>;
  /** A change too large for a frame, handed in by HTTP. Resolves once it is durable. */
  handIn(
    articleId: string,
    visitor: Visitor,
    update: Uint8Array,
  ): Promise<{ code: "ok" } | { code: "refused"; reason: string } | { code: "not-found" }>;
  /** Runs `read` on the article's document holding everything committed so far; rejects for an unknown article. Never opens a room for writing. */
  read<T>(articleId: string, read: (doc: Y.Doc) => T): Promise<T>;
  /** The document of an article that somebody has open, else null. Read it at once and synchronously, never change it. */
  openDocument(articleId: string): Y.Doc | null;
  /** Sends news to everybody on the article. */
  tell(articleId: string, event: ArticleEvent): void;
  /** Who has the article open. */
  present(articleId: string): PresentPeople;
  /** Called with an article's id whenever `present` answers otherwise for it. Returns the unsubscriber. */
  onPresence(listener: (articleId: string) => void): () => void;
  /** Called when the last page of an article has gone. Returns the unsubscriber. */
  onEmptied(
    listener: (emptied: { articleId: string; personId: string; leaving: Leaving }) => void,
  ): () => void;
  /** Whether so much is written that everybody waits a little: what can wait should. */
  readonly shortOfTime: boolean;
  onCommitted(listener: (committed: Committed) => void): () => void;
  /**
   * Has `act` delete the stored article while nobody has it open or opens it, and nothing of it is on its way to the disk.
   * `act` says whether it did; then everybody in it is told, and it is forgotten here. With `onlyIdle`, nothing is done
   * and the answer is false where somebody is in it. Rejects with what `act` throws, and `ShortOfMemory` where it is
   * just let go of; then all is as before, but that those in it come back.
   */
  remove(articleId: string, act: () => boolean, options: { onlyIdle: boolean }): Promise<boolean>;
  /** Final flush, then staggered closes; resolves within 10 s. */
  close(): Promise<void>;
}

/** The article rows, for those who do not own the table. */
export interface Articles {
  summary(articleId: string): Promise<ArticleSummary | null>;
}
