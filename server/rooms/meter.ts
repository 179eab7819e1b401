import type { RefusalReason } from "../../src/domain/protocol/sync.ts";

/** Why a socket was closed at the door, or an open one later on. */
export type ClosedReason =
  | "foreign-origin"
  | "signed-out"
  | "forbidden"
  | "not-found"
  | "deleted"
  | "busy"
  | "too-many"
  | "short-of-memory"
  | "slow-reader"
  | "malformed"
  | "damaged-article";

/** Whom rooms tell what happens, for the server's numbers. Called for every change: it must cost next to nothing. */
export interface RoomsMeter {
  /** A group of so many entries is durable, so long after it was handed to the log. */
  committed(entries: number, durationMs: number): void;
  /** A group could not be committed and is tried again; `code` is the database's. */
  commitFailed(code: string): void;
  /** A change is durable, so long after it was taken in and sent on. */
  stored(lagMs: number): void;
  frameRefused(reason: RefusalReason): void;
  /** By the server, for that reason. */
  socketClosed(reason: ClosedReason): void;
  compacted(durationMs: number): void;
  compactionFailed(): void;
  /** A damaged snapshot was made again. */
  snapshotRecovered(): void;
}

export const silentMeter: RoomsMeter = {
  committed: () => {},
  commitFailed: () => {},
  stored: () => {},
  frameRefused: () => {},
  socketClosed: () => {},
  compacted: () => {},
  compactionFailed: () => {},
  snapshotRecovered: () => {},
};

/** What rooms hold at the moment. Bytes, and counts. */
export interface RoomsState {
  connections: number;
  /** Articles in memory with somebody in them, or just left. */
  rooms: number;
  /** Sent to readers who have not taken it yet. */
  behindBytes: number;
  /** Received and not worked on yet, on sockets and by HTTP. */
  queuedBytes: number;
  /** Received, and waiting for changes of others. */
  heldBytes: number;
  /** Received and not parsed, or of messages that are not whole yet. */
  unfinishedBytes: number;
  /** Taken in and not durable yet. */
  waitingEntries: number;
  /** Rows of the open articles that no snapshot holds yet. */
  uncompactedRows: number;
  /** Articles found damaged since the start and not readable since. */
  quarantined: number;
  /** Why nothing can be committed just now; null while all is well. */
  trouble: unknown;
}
