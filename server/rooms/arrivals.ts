import { setTimeout } from "node:timers/promises";
import { syncStep2 } from "../../src/domain/protocol/sync.ts";
import type { Connection } from "./connection.ts";
import { syncFrame } from "./wire.ts";

/** Stored bytes from which on it takes longer to decode them than to wait for a step 1. */
const worthwhileBytes = 64 * 1024;
/** How long decoding waits for those who are about to ask, and then for the answers to leave. Milliseconds. */
const askingMs = 20;
const leavingMs = 100;

/**
 * Those who wait for an article to be opened. Decoding a long history keeps the server busy for a third of a second;
 * whoever asks for everything can have the stored bytes before.
 */
export class Arrivals {
  readonly #waiting = new Map<string, Set<Connection>>();

  async whileWaiting<Value>(
    connection: Connection,
    articleId: string,
    open: () => Promise<Value>,
  ): Promise<Value> {
    const waiting = this.#waiting.get(articleId) ?? new Set();
    this.#waiting.set(articleId, waiting.add(connection));
    try {
      return await open();
    } finally {
      waiting.delete(connection);
      if (waiting.size === 0) this.#waiting.delete(articleId);
    }
  }

  /**
   * Answers those who wait from what is stored, if that is one update. Resolves once each of them has its answer, or
   * after some milliseconds.
   */
  async answer(articleId: string, updates: readonly Uint8Array[]): Promise<void> {
    const [everything] = updates;
    const waiting = this.#waiting.get(articleId);
    if (!waiting || !everything || updates.length > 1 || everything.length < worthwhileBytes) return;
    const answer = syncFrame(syncStep2, everything);
    const readers = [...waiting];
    const asked = new Set<Connection>();
    for (const connection of readers)
      connection.listen((vector) => {
        if (asked.has(connection)) return null;
        asked.add(connection);
        return isEmpty(vector) ? answer : null;
      });
    await eventually(
      () => readers.every((connection) => asked.has(connection) || !connection.open),
      askingMs,
    );
    // What does not fit into a socket at once would have to wait until the server has decoded.
    await eventually(() => readers.every(({ behindBytes }) => behindBytes === 0), leavingMs);
  }
}

async function eventually(condition: () => boolean, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  // oxlint-disable-next-line no-await-in-loop
  while (!condition() && performance.now() < deadline) await setTimeout(1);
}

/** The state vector of somebody who has nothing. */
const isEmpty = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0;
