import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { oldestWriter } from "../article/document.ts";

/**
 * The socket protocol at `/sync/<articleId>`: plain y-websocket (0 sync, 1 awareness, 3 query awareness) plus
 * the server's own messages from 100 on. A stock y-websocket client connects and works; it only logs the
 * numbers it does not know.
 */
export const messageSync = 0;
export const messageAwareness = 1;
export const messageQueryAwareness = 3;
export const messageAck = 100;
export const messageRefuse = 101;
export const messageEvent = 102;
export const messageHello = 103;

export const syncStep1 = 0;
export const syncStep2 = 1;
export const syncUpdate = 2;

/** The server repeats its ack this often, so that a quiet line is known to be alive. */
export const heartbeatMs = 10_000;
/** Largest socket frame; a larger change goes by HTTP (`handInPath`). Bytes. */
export const maxFrameBytes = 4 * 1024 * 1024;
/**
 * Largest article, as one Yjs update of all that was ever written in it: fifty times a paper of 260,000 keys. Bytes.
 */
export const maxArticleBytes = 16 * 1024 * 1024;
/** Largest change handed in by HTTP: no larger one could be taken. Bytes. */
export const maxHandInBytes = maxArticleBytes;
/** Takes `versionParameter` as the socket does. */
export const handInPath = (articleId: string): string =>
  `/api/articles/${encodeURIComponent(articleId)}/updates`;

/** Close codes of the socket. The client stops retrying on 44xx until its person has acted. */
export const closeCodes = {
  signedOut: 4401,
  forbidden: 4403,
  notFound: 4404,
  /** What is stored of the article is damaged: nobody opens it before it is restored. */
  damaged: 4410,
  /** The server is stopping or the reader was too slow: come back. */
  tryAgain: 1013,
  tooLarge: 1009,
  goingAway: 1001,
} as const;

/**
 * Reason of a `forbidden` close when it is the page's address that the server does not know, not the person: see
 * `unknown-address` in api.ts.
 */
export const unknownAddress = "unknown-address" as const;

/**
 * Reason with which a page closes its socket (code 1000) whose person goes elsewhere with all of their words stored, and
 * is not about to come back: an article of theirs that is empty then goes.
 */
export const leftArticle = "left" as const;

/** Reason of a `notFound` close when there was such an article, and it was deleted for good. */
export const deletedArticle = "deleted" as const;

/**
 * A client may say its document version in the address: `/sync/<articleId>?v=2`. One below `oldestWriter` reads only,
 * its changes are refused as `outdated`. Who says none, or no number, is a stock client and writes.
 */
export const versionParameter = "v";
export const isOutdated = (said: string | null | undefined): boolean =>
  /^\d{1,9}$/.test(said ?? "") && Number(said) < oldestWriter;

/** First frame from the server on every connection. */
export interface Hello {
  documentVersion: number;
  /** What the person of this session may do with this article. */
  may: { write: boolean };
  person: { id: string; name: string };
  limits: { maxFrameBytes: number; maxHandInBytes: number; bytesPerSecond: number };
}

export const refusalReasons = [
  "read-only",
  "outdated",
  "malformed",
  "foreign-client",
  "too-large",
  "article-full",
  "too-fast",
  "missing-predecessor",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** News about the article, sent as JSON in a `102 event`. */
export type ArticleEvent =
  | { kind: "permission"; may: { write: boolean } }
  | { kind: "trashed"; by: string }
  | { kind: "restored"; by: string };

/**
 * `n`: the first n sync frames (step 2 and update) that came in on this connection are settled.
 * `stored`, when the server keeps count: what the first `stored` sync frames sent out on this connection hold is
 * committed, so that a page never calls a colleague's words saved while only the wire has them.
 */
export function encodeAck(n: number, stored?: number): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, messageAck);
    encoding.writeVarUint(e, n);
    if (stored !== undefined) encoding.writeVarUint(e, stored);
  });
}

/** Frame `n` (counted from 1) of this connection was refused and is not stored. */
export function encodeRefuse(n: number, reason: RefusalReason): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, messageRefuse);
    encoding.writeVarUint(e, n);
    encoding.writeVarString(e, reason);
  });
}

export function encodeEvent(event: ArticleEvent): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, messageEvent);
    encoding.writeVarString(e, JSON.stringify(event));
  });
}

export function encodeHello(hello: Hello): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, messageHello);
    encoding.writeVarString(e, JSON.stringify(hello));
  });
}

/** Readers for what follows the message number. They throw on truncated bytes, as lib0 does. */
export const readAck = (d: decoding.Decoder): number => decoding.readVarUint(d);
/** Read it after `readAck`. Null when the server does not count what it sent. */
export const readAckStored = (d: decoding.Decoder): number | null =>
  decoding.hasContent(d) ? decoding.readVarUint(d) : null;
export const readRefuse = (d: decoding.Decoder): { frame: number; reason: string } => ({
  frame: decoding.readVarUint(d),
  reason: decoding.readVarString(d),
});
export const readEvent = (d: decoding.Decoder): ArticleEvent =>
  JSON.parse(decoding.readVarString(d)) as ArticleEvent;
export const readHello = (d: decoding.Decoder): Hello => JSON.parse(decoding.readVarString(d)) as Hello;
