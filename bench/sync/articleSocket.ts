import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { message, presenceMessage } from "../../server/rooms/testing/frames.ts";
import {
  messageAck,
  messageRefuse,
  messageSync,
  readAck,
  readRefuse,
  syncStep1,
  syncStep2,
  syncUpdate,
} from "../../src/domain/protocol/sync.ts";
import type { Address } from "./servers.ts";

export interface Heard {
  /** The first so many sync frames of this socket are settled. */
  ack?: (count: number) => void;
  content?: (update: Uint8Array) => void;
  refused?: (reason: string) => void;
}

const nothing = Uint8Array.of(0, 0);

/** A socket to one article that keeps no document: the machine's time is the server's. Speaks to peers as well. */
export class ArticleSocket {
  readonly socket: WebSocket;
  sent = 0;
  bytesIn = 0;
  readonly synced: Promise<void>;
  #heardAll: () => void = () => {};
  readonly #heard: Heard;

  constructor({ url, headers }: Address, heard: Heard = {}) {
    this.#heard = heard;
    this.socket = new WebSocket(url, { headers, perMessageDeflate: false });
    this.synced = new Promise((resolve, reject) => {
      this.#heardAll = resolve;
      this.socket.once("error", reject);
    });
    // Who does not wait for it does not care either.
    this.synced.catch(() => {});
    this.socket.on("error", () => {});
    this.socket.on("open", () => this.send(messageSync, syncStep1, Uint8Array.of(0)));
    this.socket.on("message", (data: Buffer) => this.#hear(data));
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(...parts: (number | Uint8Array)[]): void {
    if (this.open) this.socket.send(message(...parts));
  }

  sendUpdate(update: Uint8Array): void {
    this.sent++;
    this.send(messageSync, syncUpdate, update);
  }

  sendPresence(clientId: number, clock: number, state: unknown): void {
    if (this.open) this.socket.send(presenceMessage(clientId, clock, state));
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(data: Buffer): void {
    this.bytesIn += data.length;
    const decoder = decoding.createDecoder(data);
    switch (decoding.readVarUint(decoder)) {
      case messageSync:
        this.#hearSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
        return;
      case messageAck:
        this.#heard.ack?.(readAck(decoder));
        return;
      case messageRefuse:
        this.#heard.refused?.(readRefuse(decoder).reason);
    }
  }

  #hearSync(step: number, body: Uint8Array): void {
    if (step === syncStep1) {
      this.sent++;
      this.send(messageSync, syncStep2, nothing);
      return;
    }
    this.#heard.content?.(body);
    if (step === syncStep2) this.#heardAll();
  }
}

/** Somebody who types at the end of a text of their own; each key is one clock of their Yjs client. */
export class Typist {
  readonly doc = new Y.Doc();
  readonly #text = this.doc.getText("body");

  constructor(send: (update: Uint8Array) => void) {
    this.doc.on("update", send);
  }

  type(letters = "e"): void {
    this.#text.insert(this.#text.length, letters);
  }

  /** These letters instead of all before, as two changes. */
  rewrite(letters: string): void {
    this.#text.delete(0, this.#text.length);
    this.#text.insert(0, letters);
  }
}

/** Calls `act(i)` so many times a second for so long, evenly, for i of `count` in turn. */
export async function evenly(
  count: number,
  { aSecond, forMs }: { aSecond: number; forMs: number },
  act: (i: number) => void,
): Promise<number> {
  const from = performance.now();
  let done = 0;
  for (;;) {
    const passedMs = Math.min(forMs, performance.now() - from);
    for (const due = Math.floor((passedMs / 1_000) * aSecond); done < due; done++) act(done % count);
    if (passedMs === forMs) return done;
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** The sockets that `make` opens, some at a time, each of them synced. */
export async function opened(count: number, make: (i: number) => ArticleSocket): Promise<ArticleSocket[]> {
  const sockets: ArticleSocket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(50, count - sockets.length) }, (_, i) =>
      make(sockets.length + i),
    );
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(some.map(({ synced }) => synced));
    sockets.push(...some);
  }
  return sockets;
}
