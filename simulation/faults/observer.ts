import * as decoding from "lib0/decoding";
import type * as Y from "yjs";
import {
  messageAck,
  messageRefuse,
  messageSync,
  readAck,
  readAckStored,
  readRefuse,
  syncStep1,
} from "../../src/domain/protocol/sync.ts";
import { holds } from "./disk.ts";

/** One connection of a page, as seen from between it and the server. Frames are counted from 1. */
interface Connection {
  page: string;
  /** Content that the page sent. */
  sent: Uint8Array[];
  /** Content that the server sent. */
  got: Uint8Array[];
  refused: Set<number>;
  acked: number;
  stored: number;
  open: boolean;
}

export type FrameKind = "ack" | "content" | "other";

/**
 * Stands between pages and server, writes down every frame and what each page says of itself, and compares it with a
 * disk: what was acknowledged, and what a page called saved, must be there.
 */
export class Observer {
  /** Frames that carried content, and acks, since the beginning. */
  frames = 0;
  acks = 0;
  claims = 0;
  #connections: Connection[] = [];
  /** Whether a disk has what each page held when it last said that all of it is saved. */
  readonly #claims = new Map<string, (disk: Y.Doc) => boolean>();

  connected(page: string): {
    fromPage(frame: Uint8Array): void;
    fromServer(frame: Uint8Array): FrameKind;
    ended(): void;
  } {
    const connection: Connection = {
      page,
      sent: [],
      got: [],
      refused: new Set(),
      acked: 0,
      stored: 0,
      open: true,
    };
    this.#connections.push(connection);
    return {
      fromPage: (frame) => {
        const content = contentOf(frame);
        if (!content) return;
        connection.sent.push(content);
        this.frames++;
      },
      fromServer: (frame) => {
        const content = contentOf(frame);
        if (content) {
          connection.got.push(content);
          return "content";
        }
        const decoder = decoding.createDecoder(frame);
        switch (decoding.readVarUint(decoder)) {
          case messageAck:
            this.acks++;
            connection.acked = readAck(decoder);
            connection.stored = readAckStored(decoder) ?? connection.stored;
            return "ack";
          case messageRefuse:
            connection.refused.add(readRefuse(decoder).frame);
            return "other";
          default:
            return "other";
        }
      },
      ended: () => {
        connection.open = false;
      },
    };
  }

  /** Connections that the server has not ended yet. */
  get open(): number {
    return this.#connections.filter(({ open }) => open).length;
  }

  /** Another article begins. */
  forget(): void {
    this.#connections = [];
    this.#claims.clear();
  }

  /** The page says «Saved»; `onDisk` tells whether a disk has what it shows at this moment. */
  claimed(page: string, onDisk: (disk: Y.Doc) => boolean): void {
    this.claims++;
    this.#claims.set(page, onDisk);
  }

  /** What of all this the disk lacks; forgets the connections, which have ended. */
  judge(disk: Y.Doc): string[] {
    const wrongs: string[] = [];
    for (const { page, sent, got, refused, acked, stored } of this.#connections) {
      if (acked > sent.length) wrongs.push(`${page} got an ack for ${acked} of ${sent.length} frames`);
      for (const [at, update] of sent.slice(0, acked).entries())
        if (!refused.has(at + 1) && !holds(disk, update))
          wrongs.push(`frame ${at + 1} of ${page} was acknowledged and is not on the disk`);
      for (const [at, update] of got.slice(0, stored).entries())
        if (!holds(disk, update))
          wrongs.push(`frame ${at + 1} to ${page} was called stored and is not on the disk`);
    }
    for (const [page, onDisk] of this.#claims)
      if (!onDisk(disk)) wrongs.push(`${page} said «Saved» while something of it was not on the disk`);
    this.#connections = [];
    return wrongs;
  }
}

/** The update of a step 2 or an update frame; null for every other frame. */
function contentOf(frame: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== messageSync || decoding.readVarUint(decoder) === syncStep1)
    return null;
  return decoding.readVarUint8Array(decoder).slice();
}
