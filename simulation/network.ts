import type { IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import type { SocketClass } from "../src/session/frames.ts";

/** Where sockets go: the server that runs now; null while there is none. */
export interface Host {
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
}

const opening = 0;
const open = 1;
const closed = 3;
const binary = 0x2;
const goodbye = 0x8;
const ping = 0x9;
const pong = 0xa;

/**
 * One person's way to the server. Frames of one socket keep their order, as TCP has it; those of different people
 * overtake each other by the latencies, and what a cut leaves unanswered is sent again on the next socket.
 */
export class Network {
  /** Milliseconds a frame takes towards the server and back. */
  upMs = 5;
  downMs = 5;
  /** Nothing reaches the server, and nobody notices for a while. */
  #online = true;
  /** What the server sends does not arrive. */
  muted = false;
  readonly #host: Host;
  readonly #cookie: string;
  readonly #connections = new Set<Connection>();

  constructor(host: Host, cookie: string) {
    this.#host = host;
    this.#cookie = cookie;
  }

  get online(): boolean {
    return this.#online;
  }

  /** The class that the session opens its sockets with. */
  socketClass(): SocketClass {
    // oxlint-disable-next-line typescript/no-this-alias
    const network = this;
    class SimulatedSocket {
      /** Read off the socket by the provider before it sends. */
      readonly OPEN = open;
      binaryType = "arraybuffer";
      readyState = opening;
      onopen: (() => void) | null = null;
      onmessage: ((message: { data: Uint8Array }) => void) | null = null;
      onclose: ((event: { code: number; reason: string }) => void) | null = null;
      onerror: ((event: unknown) => void) | null = null;
      readonly #connection: Connection;

      constructor(url: string) {
        this.#connection = network.#connect(new URL(url).pathname, {
          opened: () => {
            this.readyState = open;
            this.onopen?.();
          },
          message: (data) => this.onmessage?.({ data }),
          closed: (code) => {
            if (this.readyState === closed) return;
            this.readyState = closed;
            this.onclose?.({ code, reason: "" });
          },
        });
      }

      send(data: Uint8Array): void {
        if (this.readyState === open) this.#connection.send(binary, data);
      }

      close(): void {
        this.#connection.send(goodbye, new Uint8Array([0x03, 0xe8]));
        this.#connection.leave();
        this.readyState = closed;
      }
    }
    return SimulatedSocket as unknown as SocketClass;
  }

  goOffline(): void {
    this.#online = false;
    this.cut(false);
  }

  goOnline(): void {
    this.#online = true;
  }

  /** The line breaks. `arrives`: what is on its way to the server still gets there, so that it comes twice. */
  cut(arrives: boolean): void {
    for (const connection of this.#connections) connection.break(arrives);
  }

  // oxlint-disable-next-line no-unused-private-class-members
  #connect(path: string, listener: ConnectionListener): Connection {
    const connection = new Connection(this, listener, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    setTimeout(() => {
      if (!this.#online || !this.#host.upgrade) {
        connection.break(false);
        return;
      }
      const request = {
        method: "GET",
        url: path,
        headers: {
          host: "desk.example",
          upgrade: "websocket",
          connection: "Upgrade",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
          "sec-websocket-version": "13",
          cookie: this.#cookie,
        },
      };
      this.#host.upgrade(request as unknown as IncomingMessage, connection.stream, Buffer.alloc(0));
    }, this.upMs);
    return connection;
  }
}

interface ConnectionListener {
  opened(): void;
  message(data: Uint8Array): void;
  closed(code: number): void;
}

const abnormal = 1006;

/** Both ends of one socket, and the bytes between them. */
class Connection {
  /** The server's end. */
  readonly stream: Duplex;
  readonly #network: Network;
  readonly #listener: ConnectionListener;
  readonly #gone: () => void;
  #received: Buffer = Buffer.alloc(0);
  #greeted = false;
  #upAt = 0;
  #downAt = 0;
  /** The person's end hears nothing any more. */
  #deaf = false;
  #lost = false;

  constructor(network: Network, listener: ConnectionListener, gone: () => void) {
    this.#network = network;
    this.#listener = listener;
    this.#gone = gone;
    this.stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#read(chunk);
        done();
      },
      destroy: (_cause, done) => {
        this.#down(() => this.#end(abnormal));
        done(null);
      },
      final: (done) => {
        this.#down(() => this.#end(abnormal));
        done();
      },
    });
    this.stream.on("error", () => {});
  }

  send(opcode: number, body: Uint8Array): void {
    const bytes = maskedFrame(opcode, body);
    this.#up(() => {
      if (!this.stream.destroyed) this.stream.push(bytes);
    });
  }

  /** The person's end closes; the server learns it later. */
  leave(): void {
    this.#deaf = true;
    this.#up(() => this.stream.destroy());
    this.#gone();
  }

  break(arrives: boolean): void {
    if (this.#deaf) return;
    this.#up(() => this.stream.destroy());
    this.#lost = !arrives;
    if (this.#lost) this.stream.destroy();
    this.#end(abnormal);
  }

  #end(code: number): void {
    if (this.#deaf) return;
    this.#deaf = true;
    this.#gone();
    this.#listener.closed(code);
  }

  #up(deliver: () => void): void {
    this.#upAt = Math.max(this.#upAt, Date.now() + this.#network.upMs);
    setTimeout(() => this.#lost || deliver(), this.#upAt - Date.now());
  }

  #down(deliver: () => void): void {
    if (this.#network.muted) return;
    this.#downAt = Math.max(this.#downAt, Date.now() + this.#network.downMs);
    setTimeout(() => this.#deaf || deliver(), this.#downAt - Date.now());
  }

  /** What the server writes: its answer to the upgrade, then frames. */
  #read(chunk: Buffer): void {
    this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, chunk]) : chunk;
    if (!this.#greeted) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.#greeted = true;
      const accepted = this.#received.toString("latin1", 0, end).startsWith("HTTP/1.1 101");
      this.#received = this.#received.subarray(end + 4);
      this.#down(() => (accepted ? this.#listener.opened() : this.#end(abnormal)));
    }
    for (let frame = this.#takeFrame(); frame; frame = this.#takeFrame()) this.#hear(frame);
  }

  #hear({ opcode, body }: { opcode: number; body: Buffer }): void {
    if (opcode === ping) this.send(pong, body);
    else if (opcode === goodbye) {
      const code = body.length >= 2 ? body.readUInt16BE(0) : abnormal;
      this.#down(() => {
        this.send(goodbye, body);
        this.#end(code);
      });
    } else if (opcode === binary) this.#down(() => this.#listener.message(new Uint8Array(body)));
  }

  #takeFrame(): { opcode: number; body: Buffer } | null {
    const bytes = this.#received;
    if (bytes.length < 2) return null;
    const short = (bytes[1] as number) & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return null;
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? bytes.readUInt32BE(6) : short;
    if (bytes.length < start + length) return null;
    this.#received = bytes.subarray(start + length);
    return { opcode: (bytes[0] as number) & 0xf, body: bytes.subarray(start, start + length) };
  }
}

/** As browsers send them; the mask is zero, which leaves the bytes as they are. */
function maskedFrame(opcode: number, body: Uint8Array): Buffer {
  const start = body.length < 126 ? 6 : body.length < 65_536 ? 8 : 14;
  const bytes = Buffer.alloc(start + body.length);
  bytes[0] = 0x80 | opcode;
  if (start === 6) bytes[1] = 0x80 | body.length;
  else if (start === 8) {
    bytes[1] = 0x80 | 126;
    bytes.writeUInt16BE(body.length, 2);
  } else {
    bytes[1] = 0x80 | 127;
    bytes.writeUInt32BE(body.length, 6);
  }
  bytes.set(body, start);
  return bytes;
}
