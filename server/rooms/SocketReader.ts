import type { Duplex } from "node:stream";
import { WebSocket } from "ws";

/** What a socket that closes is still read: the other side's goodbye, and what was on its way. Bytes. */
const lastBytes = 64 * 1024;

/**
 * Reads a socket in place of `ws`, which parses whatever comes for as long as a socket is not closed on both sides. All
 * closings by the server go through it: what comes afterwards is dropped, and beyond 64 KiB not even read. `ws` destroys
 * the stream after its `closeTimeout` where the other side does not close.
 */
export class SocketReader {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #parse: (chunk: Buffer) => void;
  #droppedBytes = 0;

  /** To be called before anything was read of the stream. */
  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
    this.#parse = takeListener(stream, "data");
    stream.on("data", (chunk: Buffer) => this.#came(chunk));
    // `ws` would parse it.
    stream.prependListener("close", () => {
      while (stream.read() !== null);
    });
    // It closes by itself after a protocol error or too large a frame; without a listener the process would end.
    socket.on("error", () => {});
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Nothing is parsed from here on. */
  close(code: number, reason = ""): void {
    if (!this.open) return;
    this.#socket.close(code, reason);
    // Without waiting for the other side's goodbye, which would have to be parsed.
    this.#stream.end();
    this.#stream.resume();
  }

  #came(chunk: Buffer): void {
    if (this.open) this.#parse(chunk);
    else this.#drop(chunk.length);
  }

  #drop(bytes: number): void {
    this.#droppedBytes += bytes;
    if (this.#droppedBytes > lastBytes) this.#stream.pause();
  }
}

/** The latest listener, from now on called by whoever took it. */
function takeListener<Value>(stream: Duplex, event: string): (value: Value) => void {
  const taken = stream.listeners(event).at(-1) as ((value: Value) => void) | undefined;
  if (!taken) throw new Error(`ws does not listen to ${event}`);
  stream.off(event, taken);
  return taken.bind(stream);
}
