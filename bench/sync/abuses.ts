import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { message } from "../../server/rooms/testing/frames.ts";
import { handInPath, messageAwareness, messageSync, syncStep1 } from "../../src/domain/protocol/sync.ts";
import { ArticleSocket, Typist } from "./articleSocket.ts";
import type { Address } from "./servers.ts";

const burstFrames = 5;
const burstEveryMs = 5;

/** What one who does harm knows and has: an editor's session. */
export interface Abuse {
  /** Of the server's pages. */
  origin: string;
  /** The article in which honest people write, and then others. */
  articles: readonly Address[];
  /** The client id of somebody who writes in the first one. */
  victim: number;
  forMs: number;
}

/** One abuse under way. */
export class Abuser {
  readonly abuse: Abuse;
  readonly #until: number;

  constructor(abuse: Abuse) {
    this.abuse = abuse;
    this.#until = performance.now() + abuse.forMs;
  }

  goesOn(): boolean {
    return performance.now() < this.#until;
  }

  join(article = 0): ArticleSocket {
    const address = this.abuse.articles[article];
    if (!address) throw new Error("there is no such article");
    return new ArticleSocket(address);
  }
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

/** What an editor might do to others, or anybody to the server. The processes of both end with it. */
export const abuses: Record<string, (abuser: Abuser) => Promise<void>> = {
  "nothing (rest)": async () => {},
  "20 readers that take nothing": async (abuser) => {
    for (const reader of joined(abuser, 20)) await reader.synced.then(() => reader.socket.pause());
    const writer = abuser.join();
    const typist = new Typist((update) => writer.sendUpdate(update));
    await writer.synced;
    await flood(abuser, [writer], () => typist.rewrite("x".repeat(2_000)));
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
    const { hostname, port } = new URL(abuser.abuse.origin);
    for (let i = 0; i < 1_000; i++) {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => {});
      if (i % 2 === 0) socket.write("GET /sync/x HTTP/1.1\r\nHost: x\r\nUpgr");
    }
  },
  "forged client ids, 5,000 a second": async (abuser) => {
    const forged = letters(abuser.abuse.victim, "forged");
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
    const question = message(messageSync, syncStep1, vector);
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
      const sockets = abuser.abuse.articles.map((_, i) => abuser.join(i));
      await Promise.all(sockets.map(({ synced }) => synced.catch(() => {})));
      for (const socket of sockets) socket.close();
    }
  },
  "64 MB of noise by HTTP, 4 at once": async (abuser) => {
    const [{ url, headers }] = abuser.abuse.articles as [Address];
    const address = abuser.abuse.origin + handInPath(new URL(url).pathname.split("/").at(-1) ?? "");
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
