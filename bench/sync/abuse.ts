import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { handInPath, messageAwareness, messageSync, syncStep1 } from "../../src/domain/protocol/sync.ts";
import { percentile } from "../statistics.ts";
import { ArticleSocket, evenly, opened, Typist } from "./articleSocket.ts";
import { Deliveries } from "./delivery.ts";
import { type SyncServer, usage } from "./servers.ts";

/** The article in which honest people write; the abuser is an editor who sits in it as well. */
const honestArticle = 0;
const people = 10;
const typists = 5;
const keysASecond = 25;
const abuseForMs = 4_000;
const otherArticles = 100;
const burstFrames = 5;
const burstEveryMs = 5;

export interface Suffered {
  name: string;
  /** From a key to the last honest colleague, while it goes on. */
  p99Ms: number;
  /** At the worst, above rest. */
  memoryMB: number;
}

interface Abuser {
  server: SyncServer;
  /** A socket of the abuser's on an article. */
  join(article?: number): ArticleSocket;
  /** Somebody else's client id in the article. */
  victim: number;
  goesOn(): boolean;
  /** Is closed or destroyed in the end. */
  owns(thing: { close(): void } | Socket): void;
}

const numbers = (...all: number[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of all) encoding.writeVarUint(encoder, number);
  });

/** A count, and that many times some numbers. */
const pairs = (count: number, of: (i: number) => number[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count);
    for (let i = 0; i < count; i++) for (const number of of(i)) encoding.writeVarUint(encoder, number);
  });

const letters = (client: number, text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = client;
  doc.getText("body").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};

/** Frames from each of the sockets, about a thousand a second. The load's own processor must keep up as well. */
async function flood(
  abuser: Abuser,
  sockets: ArticleSocket[],
  send: (socket: ArticleSocket, n: number) => void,
) {
  for (let n = 0; abuser.goesOn(); n++) {
    for (const socket of sockets)
      for (let burst = 0; burst < burstFrames && socket.socket.bufferedAmount < 1_000_000; burst++)
        send(socket, n * burstFrames + burst);
    // oxlint-disable-next-line no-await-in-loop
    await delay(burstEveryMs);
  }
}

const joined = (abuser: Abuser, count: number): ArticleSocket[] =>
  Array.from({ length: count }, () => abuser.join());

const abuses: Record<string, (abuser: Abuser) => Promise<void>> = {
  "nothing (rest)": async () => {},
  "20 readers that take nothing": async (abuser) => {
    for (const reader of joined(abuser, 20)) await reader.synced.then(() => reader.socket.pause());
    const writer = abuser.join();
    const typist = new Typist((update) => writer.sendUpdate(update));
    await flood(abuser, [writer], () => typist.type("x".repeat(2_000)));
  },
  "frames of 50 MB": async (abuser) => {
    const frame = new Uint8Array(50 * 1024 * 1024);
    while (abuser.goesOn()) {
      const socket = abuser.join();
      await socket.synced.catch(() => {});
      if (socket.open) socket.socket.send(frame);
      while (abuser.goesOn() && socket.open) await delay(10);
    }
  },
  "presence, 5,000 a second": async (abuser) => {
    await flood(abuser, joined(abuser, 5), (socket, n) => socket.sendPresence(77, n + 1, { at: n }));
  },
  "1,000 half-open sockets": async (abuser) => {
    const { hostname, port } = new URL(abuser.server.origin ?? "");
    for (let i = 0; i < 1_000; i++) {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => {});
      if (i % 2 === 0) socket.write("GET /sync/x HTTP/1.1\r\nHost: x\r\nUpgr");
      abuser.owns(socket);
    }
  },
  "forged client ids, 5,000 a second": async (abuser) => {
    const forged = letters(abuser.victim, "forged");
    await flood(abuser, joined(abuser, 5), (socket) => socket.sendUpdate(forged));
  },
  "updates without predecessors, 5,000 a second": async (abuser) => {
    const doc = new Y.Doc();
    const [, orphan] = ["a", "b"].map((letter) => {
      const before = Y.encodeStateVector(doc);
      doc.getText("body").insert(doc.getText("body").length, letter);
      return Y.encodeStateAsUpdate(doc, before);
    });
    await flood(abuser, joined(abuser, 5), (socket) => socket.sendUpdate(orphan as Uint8Array));
  },
  "frames with turned bits, 5,000 a second": async (abuser) => {
    const whole = letters(901, "some words");
    await flood(abuser, joined(abuser, 5), (socket, n) => {
      const bytes = whole.slice();
      bytes[n % bytes.length] = (bytes[n % bytes.length] as number) ^ (1 << (n % 8));
      socket.sendUpdate(bytes);
    });
  },
  "state vectors of 4 MB": async (abuser) => {
    const vector = pairs(400_000, (client) => [2 ** 28 + client, 9]);
    const sockets = joined(abuser, 2);
    const question = encoding.encode((encoder) => {
      for (const number of [messageSync, syncStep1]) encoding.writeVarUint(encoder, number);
      encoding.writeVarUint8Array(encoder, vector);
    });
    while (abuser.goesOn()) {
      for (const { socket, open } of sockets) if (open && socket.bufferedAmount === 0) socket.send(question);
      await delay(50);
    }
  },
  "asking for everything again and again": async (abuser) => {
    await flood(abuser, joined(abuser, 5), (socket, n) =>
      socket.send(messageSync, syncStep1, numbers(1, n % 1_000, 1)),
    );
  },
  "presence of 500,000 people in a frame": async (abuser) => {
    const crowd = pairs(500_000, (client) => [client, 1, 0]);
    while (abuser.goesOn()) {
      const socket = abuser.join();
      await socket.synced.catch(() => {});
      socket.send(messageAwareness, crowd);
      while (abuser.goesOn() && socket.open) await delay(10);
    }
  },
  "unknown messages, 5,000 a second": async (abuser) => {
    await flood(abuser, joined(abuser, 5), (socket) => socket.send(99));
  },
  "100 articles opened and left, over and over": async (abuser) => {
    while (abuser.goesOn()) {
      const sockets = Array.from({ length: otherArticles }, (_, i) => abuser.join(1 + i));
      await Promise.all(sockets.map(({ synced }) => synced.catch(() => {})));
      for (const socket of sockets) socket.close();
    }
  },
  "64 MB of noise by HTTP, 4 at once": async (abuser) => {
    const { url, headers } = abuser.server.address(honestArticle, "another");
    const address = abuser.server.origin + handInPath(new URL(url).pathname.split("/").at(-1) ?? "");
    const body = new Uint8Array(64_000_000).fill(5);
    const post = async (): Promise<void> => {
      while (abuser.goesOn())
        await fetch(address, {
          method: "POST",
          headers: { ...headers, "content-type": "application/octet-stream" },
          body,
        })
          .then((answer) => answer.arrayBuffer())
          .catch(() => delay(50));
    };
    await Promise.all([post(), post(), post(), post()]);
  },
};

/** Ten people in one article, five of them typing, while somebody does what nobody should. */
export async function underAbuse(open: (articles: number) => Promise<SyncServer>): Promise<Suffered[]> {
  const all: Suffered[] = [];
  for (const [name, abuse] of Object.entries(abuses)) {
    const server = await open(1 + otherArticles);
    try {
      const suffered = { name, ...(await suffer(server, abuse)) };
      console.error(
        `  ${name}: p99 ${suffered.p99Ms.toFixed(0)} ms, ${suffered.memoryMB.toFixed(0)} MB above rest`,
      );
      all.push(suffered);
    } finally {
      await server.close();
    }
  }
  return all;
}

async function suffer(
  server: SyncServer,
  abuse: (abuser: Abuser) => Promise<void>,
): Promise<Omit<Suffered, "name">> {
  const deliveries = new Deliveries(people - 1);
  const honest = await opened(
    people,
    () => new ArticleSocket(server.address(honestArticle), { content: (update) => deliveries.heard(update) }),
  );
  const writing = honest.slice(0, typists).map((socket) => {
    const typist: Typist = new Typist((update) => {
      deliveries.sent(typist.doc.clientID, Y.getState(typist.doc.store, typist.doc.clientID) - 1);
      socket.sendUpdate(update);
    });
    return typist;
  });
  const press = (i: number): void => writing[i]?.type();
  await evenly(typists, { aSecond: keysASecond, forMs: 1_000 }, press);
  const rest = usage(server.pid).residentMB;
  let worst = rest;
  const watching = setInterval(() => {
    worst = Math.max(worst, usage(server.pid).residentMB);
  }, 50);
  const owned: ({ close(): void } | Socket)[] = [];
  const until = performance.now() + abuseForMs;
  const abusing = abuse({
    server,
    victim: writing[0]?.doc.clientID ?? 0,
    goesOn: () => performance.now() < until,
    owns: (thing) => owned.push(thing),
    join: (article = honestArticle) => {
      const socket = new ArticleSocket(server.address(article, "another"));
      owned.push(socket);
      return socket;
    },
  });
  deliveries.reset();
  const sent = await evenly(typists, { aSecond: keysASecond, forMs: abuseForMs }, press);
  await abusing;
  await deliveries.complete(sent * (people - 1));
  clearInterval(watching);
  for (const thing of owned)
    if ("destroy" in thing) thing.destroy();
    else thing.close();
  for (const socket of honest) socket.close();
  if (deliveries.latenciesMs.length < sent) throw new Error("an honest key never arrived");
  return { p99Ms: percentile(deliveries.latenciesMs, 0.99), memoryMB: worst - rest };
}
