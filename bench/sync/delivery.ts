import { setTimeout as delay } from "node:timers/promises";
import * as Y from "yjs";
import { percentile } from "../statistics.ts";
import { ArticleSocket, evenly, opened, Typist } from "./articleSocket.ts";
import { type SyncServer, usage } from "./servers.ts";

/** When each key was sent, and how many colleagues it has not reached; keys are known by their typist's clock. */
export class Deliveries {
  readonly latenciesMs: number[] = [];
  delivered = 0;
  readonly #open = new Map<number, Map<number, { at: number; left: number }>>();
  readonly #receivers: number;

  constructor(receivers: number) {
    this.#receivers = receivers;
  }

  sent(client: number, clock: number): void {
    const keys = this.#open.get(client) ?? new Map();
    this.#open.set(client, keys.set(clock, { at: performance.now(), left: this.#receivers }));
  }

  heard(update: Uint8Array): void {
    const { from, to } = Y.parseUpdateMeta(update);
    const now = performance.now();
    for (const [client, first] of from) {
      const keys = this.#open.get(client);
      if (!keys) continue;
      for (let clock = first; clock < (to.get(client) ?? 0); clock++) {
        const key = keys.get(clock);
        if (!key) continue;
        this.delivered++;
        if (--key.left === 0) this.latenciesMs.push(now - key.at);
      }
    }
  }

  reset(): void {
    this.latenciesMs.length = 0;
    this.delivered = 0;
  }

  /** Until that many have arrived, or for some seconds. */
  async complete(deliveries: number): Promise<void> {
    for (let patience = 200; patience > 0 && this.delivered < deliveries; patience--) await delay(20);
  }
}

export interface Typing {
  cpuPerThousandMs: number;
  medianMs: number;
  p99Ms: number;
  delivered: number;
  expected: number;
}

/** So many articles with so many people each, of whom so many type; how long keys take to the last colleague. */
export async function typing(
  server: SyncServer,
  of: { articles: number; people: number; typists: number; keysASecond: number; forMs: number },
): Promise<Typing> {
  const deliveries = new Deliveries(of.people - 1);
  const sockets = await opened(
    of.articles * of.people,
    (i) =>
      new ArticleSocket(server.address(i % of.articles), { content: (update) => deliveries.heard(update) }),
  );
  const typists = sockets.slice(0, of.articles * of.typists).map((socket) => {
    const typist: Typist = new Typist((update) => {
      deliveries.sent(typist.doc.clientID, Y.getState(typist.doc.store, typist.doc.clientID) - 1);
      socket.sendUpdate(update);
    });
    return typist;
  });
  const press = (i: number): void => typists[i]?.type();
  await evenly(typists.length, { aSecond: of.keysASecond, forMs: 1_000 }, press);
  await delay(300);
  deliveries.reset();
  const before = usage(server.pid).cpuSeconds;
  const sent = await evenly(typists.length, { aSecond: of.keysASecond, forMs: of.forMs }, press);
  const expected = sent * (of.people - 1);
  await deliveries.complete(expected);
  const cpuMs = (usage(server.pid).cpuSeconds - before) * 1_000;
  for (const socket of sockets) socket.close();
  await delay(300);
  return {
    cpuPerThousandMs: (cpuMs / deliveries.delivered) * 1_000,
    medianMs: percentile(deliveries.latenciesMs, 0.5),
    p99Ms: percentile(deliveries.latenciesMs, 0.99),
    delivered: deliveries.delivered,
    expected,
  };
}

/** From sending a key to its ack. */
export async function ackLatencies(
  server: SyncServer,
  { articles, keysASecond, forMs }: { articles: number; keysASecond: number; forMs: number },
): Promise<number[]> {
  const latenciesMs: number[] = [];
  const typists: Typist[] = [];
  const sockets = await opened(articles, (i) => {
    const sentAt: number[] = [];
    let acked = 0;
    const socket: ArticleSocket = new ArticleSocket(server.address(i), {
      ack: (count) => {
        for (; acked < count; acked++) {
          const at = sentAt[acked];
          if (at !== undefined) latenciesMs.push(performance.now() - at);
        }
      },
    });
    const typist = new Typist((update) => {
      socket.sendUpdate(update);
      sentAt[socket.sent - 1] = performance.now();
    });
    typists.push(typist);
    return socket;
  });
  await evenly(articles, { aSecond: keysASecond, forMs: 1_000 }, (i) => typists[i]?.type());
  await delay(500);
  latenciesMs.length = 0;
  const sent = await evenly(articles, { aSecond: keysASecond, forMs }, (i) => typists[i]?.type());
  for (let patience = 200; patience > 0 && latenciesMs.length < sent; patience--) await delay(20);
  if (latenciesMs.length < sent) throw new Error(`${sent - latenciesMs.length} keys were never acked`);
  for (const socket of sockets) socket.close();
  await delay(300);
  return latenciesMs;
}
