import type { Duplex } from "node:stream";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import {
  type ArticleEvent,
  type Hello,
  messageAck,
  messageAwareness,
  messageEvent,
  messageHello,
  messageRefuse,
  messageSync,
  readAck,
  readAckStored,
  readEvent,
  readHello,
  readRefuse,
  syncStep1,
  syncStep2,
  syncUpdate,
} from "../../../src/domain/protocol/sync.ts";
import { message, presenceMessage } from "./frames.ts";

export interface Heard {
  clock: number;
  state: Record<string, unknown> | null;
}

/** What the client's socket writes to: for bytes that are no whole frame. */
export const rawStream = ({ socket }: RawClient): Duplex => Reflect.get(socket, "_socket") as Duplex;

/** Waits until the condition holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * A client that says exactly what the test wants. Unless `silent`, it asks for the document, answers the server's step
 * 1 and sends its own edits, as a stock client does.
 */
export class RawClient {
  readonly doc = new Y.Doc();
  readonly socket: WebSocket;
  hello: Hello | null = null;
  /** Numbers of the messages in the order they came. */
  readonly order: number[] = [];
  acked = 0;
  acks = 0;
  stored = 0;
  sent = 0;
  contentFrames = 0;
  step1s = 0;
  synced = false;
  /** Whether it had everything before the server asked what it has. */
  early = false;
  closed: number | null = null;
  readonly refused: { frame: number; reason: string }[] = [];
  readonly events: ArticleEvent[] = [];
  readonly presence = new Map<number, Heard>();
  presenceFrames = 0;

  constructor(
    url: string,
    options: {
      as?: string;
      origin?: string;
      silent?: boolean;
      article?: string;
      clientId?: number;
      version?: string;
    } = {},
  ) {
    const { as = "anna", origin, silent = false, article = "flood", clientId, version } = options;
    if (clientId !== undefined) this.doc.clientID = clientId;
    this.socket = new WebSocket(`${url}/${article}${version === undefined ? "" : `?v=${version}`}`, {
      perMessageDeflate: false,
      headers: { cookie: as, ...(origin === undefined ? {} : { origin }) },
    });
    this.socket.on("error", () => {});
    this.socket.on("close", (code) => {
      this.closed = code;
    });
    this.socket.on("message", (data: Buffer) => this.#hear(new Uint8Array(data), silent));
    if (silent) return;
    this.socket.on("open", () => this.send(messageSync, syncStep1, Y.encodeStateVector(this.doc)));
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.synced) this.sendUpdate(update);
    });
  }

  get text(): string {
    return this.doc.getText("body").toJSON();
  }

  get settled(): boolean {
    return this.synced && this.sent > 0 && this.acked === this.sent && this.stored === this.contentFrames;
  }

  type(text: string, at = this.text.length): void {
    this.doc.getText("body").insert(at, text);
  }

  send(...parts: (number | Uint8Array)[]): void {
    this.socket.send(message(...parts));
  }

  sendUpdate(update: Uint8Array): void {
    this.sent++;
    this.send(messageSync, syncUpdate, update);
  }

  sendStep2(update: Uint8Array): void {
    this.sent++;
    this.send(messageSync, syncStep2, update);
  }

  sendPresence(clientId: number, clock: number, state: unknown): void {
    this.socket.send(presenceMessage(clientId, clock, state));
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(data: Uint8Array, silent: boolean): void {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    this.order.push(type);
    switch (type) {
      case messageSync:
        this.#hearSync(decoder, silent);
        return;
      case messageAwareness:
        this.#hearPresence(decoding.createDecoder(decoding.readVarUint8Array(decoder)));
        return;
      case messageAck:
        this.acked = readAck(decoder);
        this.stored = readAckStored(decoder) ?? this.stored;
        this.acks++;
        return;
      case messageRefuse:
        this.refused.push(readRefuse(decoder));
        return;
      case messageEvent:
        this.events.push(readEvent(decoder));
        return;
      case messageHello:
        this.hello = readHello(decoder);
    }
  }

  #hearSync(decoder: decoding.Decoder, silent: boolean): void {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === syncStep1) {
      this.step1s++;
      if (!silent) this.sendStep2(Y.encodeStateAsUpdate(this.doc, body));
      return;
    }
    this.contentFrames++;
    Y.applyUpdate(this.doc, body, this);
    if (step !== syncStep2) return;
    this.early ||= this.step1s === 0;
    this.synced = true;
  }

  #hearPresence(decoder: decoding.Decoder): void {
    this.presenceFrames++;
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      this.presence.set(clientId, {
        clock,
        state: JSON.parse(decoding.readVarString(decoder)) as Heard["state"],
      });
    }
  }
}
