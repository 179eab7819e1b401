import type Database from "better-sqlite3";

const dayMs = 24 * 3600 * 1000;
/** A tab that was offline for longer finds its id free, or somebody else's: then its words are refused, and given back. */
const keptDays = 30;

export interface ForgettingOptions {
  log: { warn(details: object, message: string): void };
  everyMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * Forgets reservations of client ids that nobody told again for a month: now, and once a day until the function it
 * returns is called.
 */
export function startForgettingReservations(
  sqlite: Database.Database,
  { log, everyMs = dayMs, now = Date.now }: ForgettingOptions,
): () => void {
  const forgetOld = sqlite.prepare("delete from client_reservation where at < ?");
  const forget = (): void => {
    try {
      forgetOld.run(now() - keptDays * dayMs);
    } catch (cause) {
      log.warn({ err: cause }, "old reservations of client ids could not be cleared; they only take room");
    }
  };
  forget();
  const timer = setInterval(forget, everyMs).unref();
  return () => clearInterval(timer);
}
