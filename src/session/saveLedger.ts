import type { Ending, SaveState } from "./sessionState.ts";

/** A connected server that settles nothing for this long is said not to store. Milliseconds. */
export const stallMs = 10_000;

/**
 * The books behind «Saved»: which own changes the server has settled, and which of the server's words are not on
 * its disk yet. Pure; times are milliseconds of any one clock.
 *
 * A change is *loose* until a frame of the present connection carries it. The first step 2 of a connection carries
 * every loose change, because it is made from the whole document.
 */
export interface SaveLedger {
  open: boolean;
  /** The server's step 2 came on this connection. */
  synced: boolean;
  /** Own changes that no frame of this connection carries. */
  loose: number;
  /** Frames of this connection that are not settled, oldest first, numbered from 1. */
  frames: readonly { n: number; changes: number; at: number }[];
  sent: number;
  /** The step 2 that brought the server level with the document; 0 before it. Updates go out only after it. */
  handOver: number;
  /** Content frames that came in on this connection. */
  received: number;
  /** How many of them are committed; null while the server has not said that it counts. */
  stored: number | null;
  /** When the wait for `stored` to reach `received` began, or last made progress. */
  storedAt: number;
  /**
   * The server refused to take others' words from this page and has to wait for their writers to bring them: what
   * only this document holds of theirs may be on no disk.
   */
  lacking: boolean;
  /** The newest step 2 with everything in it; once it is acked, nothing is lacking. 0 for none under way. */
  cure: number;
  /** Own changes in refused frames. They never become saved. */
  refused: number;
  anyRefused: boolean;
  stalled: boolean;
}

export type SaveEvent =
  /** A new connection, counting from nothing. */
  | { kind: "opened" }
  | { kind: "closed" }
  /** The own document changed, or (at the start) holds that many changes of earlier visits. */
  | { kind: "edited"; changes: number }
  /** A sync frame went out. A step 2 carries every loose change, an update the one just made; `own`: a step 2 without others' words. */
  | { kind: "sent"; frame: "step2" | "own" | "update"; at: number }
  /** A sync frame with content came in. */
  | { kind: "received"; at: number }
  | { kind: "synced" }
  | { kind: "acked"; n: number; stored: number | null; at: number }
  | { kind: "refused"; n: number }
  /** A frame was not taken and its changes go out in another way: the next step 2, or by HTTP. */
  | { kind: "returned"; n: number }
  /** Outside the socket, too, the server waits for others to bring what only this document holds of theirs. */
  | { kind: "lacks" }
  /** Words were refused outside the socket. */
  | { kind: "refused-loose" }
  | { kind: "tick"; at: number };

export const emptyLedger: SaveLedger = {
  open: false,
  synced: false,
  loose: 0,
  frames: [],
  sent: 0,
  handOver: 0,
  received: 0,
  stored: null,
  storedAt: 0,
  lacking: false,
  cure: 0,
  refused: 0,
  anyRefused: false,
  stalled: false,
};

type Rules = {
  [Kind in SaveEvent["kind"]]: (
    ledger: SaveLedger,
    event: Extract<SaveEvent, { kind: Kind }>,
  ) => Partial<SaveLedger>;
};

const rules: Rules = {
  opened: (ledger) => ({ ...disconnected(ledger), open: true }),
  closed: (ledger) => disconnected(ledger),
  edited: ({ loose }, { changes }) => ({ loose: loose + changes }),
  sent({ sent, loose, handOver, frames, lacking, cure }, { frame, at }) {
    const n = sent + 1;
    const changes = frame === "update" ? Math.min(1, loose) : loose;
    return {
      sent: n,
      loose: loose - changes,
      handOver: handOver === 0 && frame !== "update" ? n : handOver,
      lacking: lacking || frame === "own",
      cure: frame === "step2" ? n : cure,
      frames: [...frames, { n, changes, at }],
    };
  },
  received: (ledger, { at }) => ({
    received: ledger.received + 1,
    storedAt: uncommitted(ledger) ? ledger.storedAt : at,
  }),
  synced: () => ({ synced: true }),
  acked(ledger, { n, stored, at }) {
    const frames = ledger.frames.filter((frame) => frame.n > n);
    const moreStored = stored !== null && stored > (ledger.stored ?? 0);
    const cured = ledger.cure > 0 && n >= ledger.cure;
    return {
      frames,
      lacking: ledger.lacking && !cured,
      cure: cured ? 0 : ledger.cure,
      stored: moreStored || ledger.stored === null ? stored : ledger.stored,
      storedAt: moreStored ? at : ledger.storedAt,
      // A heartbeat repeats the last ack; only progress ends a stall.
      stalled: ledger.stalled && !moreStored && frames.length === ledger.frames.length,
    };
  },
  refused: (ledger, { n }) => ({
    refused: ledger.refused + changesOf(ledger, n),
    anyRefused: true,
    cure: ledger.cure === n ? 0 : ledger.cure,
    frames: emptied(ledger, n),
  }),
  returned: (ledger, { n }) => ({
    loose: ledger.loose + changesOf(ledger, n),
    handOver: 0,
    cure: ledger.cure === n ? 0 : ledger.cure,
    frames: emptied(ledger, n),
  }),
  lacks: () => ({ lacking: true }),
  "refused-loose": ({ refused, loose }) => ({ refused: refused + loose, loose: 0, anyRefused: true }),
  tick(ledger, { at }) {
    const since = waitingSince(ledger);
    return { stalled: since !== null && at - since >= stallMs };
  },
};

export function settle(ledger: SaveLedger, event: SaveEvent): SaveLedger {
  const rule = rules[event.kind] as (ledger: SaveLedger, event: SaveEvent) => Partial<SaveLedger>;
  return { ...ledger, ...rule(ledger, event) };
}

const carried = ({ frames }: SaveLedger): number => frames.reduce((sum, frame) => sum + frame.changes, 0);
const changesOf = ({ frames }: SaveLedger, n: number): number =>
  frames.find((frame) => frame.n === n)?.changes ?? 0;
const emptied = ({ frames }: SaveLedger, n: number): SaveLedger["frames"] =>
  frames.map((frame) => (frame.n === n ? { ...frame, changes: 0 } : frame));

/** What no ack came for is loose again; what was refused stays refused. */
const disconnected = (ledger: SaveLedger): SaveLedger => ({
  ...emptyLedger,
  loose: ledger.loose + carried(ledger),
  refused: ledger.refused,
  anyRefused: ledger.anyRefused,
});

/** The document holds words of others that the server has not committed yet. */
const uncommitted = ({ stored, received }: SaveLedger): boolean => stored !== null && stored < received;

/** Since when the server owes an answer on this connection; null when it owes none. */
export function waitingSince(ledger: SaveLedger): number | null {
  const waits = [
    ...ledger.frames.slice(0, 1).map(({ at }) => at),
    ...(uncommitted(ledger) ? [ledger.storedAt] : []),
  ];
  return waits.length === 0 ? null : Math.min(...waits);
}

/** Own changes not known to be committed. */
export const unsettledChanges = (ledger: SaveLedger): number =>
  ledger.loose + carried(ledger) + ledger.refused;

/** What the page may say. `ended`: why the line is closed for good, if it is. */
export function saveState(ledger: SaveLedger, ended: Ending | null, connecting: boolean): SaveState {
  const changes = unsettledChanges(ledger);
  if (ledger.anyRefused) return { kind: "not-saved", changes, reason: "refused" };
  if (ended)
    return changes > 0 ? { kind: "not-saved", changes, reason: ended } : { kind: "offline", changes };
  if (!ledger.open) return connecting ? { kind: "saving", changes } : { kind: "offline", changes };
  if (ledger.stalled) return { kind: "not-saved", changes, reason: "not-storing" };
  if (ledger.lacking) return { kind: "not-saved", changes, reason: "colleague" };
  const settled =
    ledger.synced &&
    ledger.handOver > 0 &&
    ledger.frames.length === 0 &&
    ledger.loose === 0 &&
    !uncommitted(ledger);
  return settled ? { kind: "saved" } : { kind: "saving", changes };
}
