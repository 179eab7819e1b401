import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { FrameBounds } from "./FrameBounds.ts";

/** What a socket that closes is still read: the other side's goodbye, and what was on its way. Bytes. */
const lastBytes = 64 * 1024;
/** The stream pauses while more than that came and was not parsed. Bytes. */
const waitingBytes = 128 * 1024;
/** What is parsed in one go: some thousand of the smallest frames. Bytes. */
const sliceBytes = 8 * 1024;
/** What a chunk takes in memory beside its bytes. */
const bytesOfChunk = 256;

/** Whom a socket belongs to. */
export interface SocketOwner {
  /** There is something to `read`. */
  came(): void;
  /** The other side has ended. Whether what came before is still to be read; it is over once that is done. */
  readsOn(): boolean;
  /** The stream is over. What can still be read can be read now. */
  over(): void;
}

/**
 * Reads a socket in place of `ws`, which would parse whatever comes, at once and for as long as a socket is not closed on
 * both sides. What comes is kept, and parsed a slice at a time when its owner says so.
 *
 * All closings by the server go through it: what comes afterwards is dropped, and beyond 64 KiB not even read. `ws` destroys
 * the stream after its `closeTimeout` where the other side does not close.
 */
export class SocketReader {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  /** The listeners of `ws`. */
  readonly #parse: (chunk: Buffer) => void;
  readonly #end: () => void;
  #owner: SocketOwner | null = null;
  #chunks: Buffer[] = [];
  /** So much of the first chunk was parsed. */
  #at = 0;
  #waitingBytes = 0;
  /** Parsed since no message was under way. */
  #parsedBytes = 0;
  readonly #bounds = new FrameBounds();
  #ended = false;
  #droppedBytes = 0;

  /** To be called before anything was read of the stream. */
  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
    this.#parse = takeListener(stream, "data");
    this.#end = takeListener(stream, "end");
    stream.on("data", (chunk: Buffer) => this.#came(chunk));
    stream.on("end", () => {
      this.#ended = true;
      if (!this.#owner?.readsOn()) this.#forget();
      this.#endIfRead();
    });
    stream.prependListener("close", () => {
      if (this.open) this.#owner?.over();
      // `ws` would parse it.
      while (stream.read() !== null);
    });
    // It closes by itself after a protocol error or too large a frame; without a listener the process would end.
    socket.on("error", () => {});
  }

  /** What comes is kept for that owner. Until then nothing may come, or the socket be closed. */
  belongsTo(owner: SocketOwner): void {
    this.#owner = owner;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Whether there is something to read. */
  get waits(): boolean {
    return this.#chunks.length > 0;
  }

  /** What came and was not parsed, or belongs to a message that is not whole yet. Bytes in memory, about. */
  get bytes(): number {
    return this.#waitingBytes + this.#parsedBytes;
  }

  /**
   * Parses a slice of what came: `ws` tells its listeners of the messages that are whole, and of pings and pongs. Returns how
   * many frames came in it of which it tells nobody, since they only continue a message.
   */
  read(): number {
    const chunk = this.#chunks[0];
    if (chunk && this.open) {
      const slice = this.#takeSlice(chunk);
      // Before it is parsed, which takes its mask off.
      const openBytes = this.#bounds.pass(slice);
      if (openBytes <= slice.length) this.#parsedBytes = openBytes;
      this.#parse(slice);
    }
    if (!this.open) this.#forget();
    else if (this.#waitingBytes <= waitingBytes && this.#stream.isPaused()) this.#stream.resume();
    this.#endIfRead();
    return this.#bounds.takeContinuations();
  }

  /** Nothing is parsed from here on. */
  close(code: number, reason = ""): void {
    if (!this.open) return;
    this.#socket.close(code, reason);
    this.#forget();
    // Without waiting for the other side's goodbye, which would have to be parsed.
    this.#stream.end();
    this.#stream.resume();
    this.#endIfRead();
  }

  #came(chunk: Buffer): void {
    if (!this.open) {
      this.#droppedBytes += chunk.length;
      if (this.#droppedBytes > lastBytes) this.#stream.pause();
      return;
    }
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length + bytesOfChunk;
    if (this.#waitingBytes > waitingBytes) this.#stream.pause();
    this.#owner?.came();
  }

  /** Whatever `ws` keeps of a slice keeps all of its buffer: what is large is copied. */
  #takeSlice(chunk: Buffer): Buffer {
    const from = this.#at;
    const to = Math.min(chunk.length, from + sliceBytes);
    this.#at = to;
    this.#parsedBytes += to - from;
    if (to === chunk.length) {
      this.#chunks.shift();
      this.#at = 0;
      this.#waitingBytes -= chunk.length + bytesOfChunk;
      this.#parsedBytes += bytesOfChunk;
    }
    if (chunk.buffer.byteLength <= sliceBytes) return chunk;
    const slice = Buffer.allocUnsafeSlow(to - from);
    chunk.copy(slice, 0, from, to);
    return slice;
  }

  #forget(): void {
    this.#chunks = [];
    this.#at = 0;
    this.#waitingBytes = 0;
    this.#parsedBytes = 0;
  }

  #endIfRead(): void {
    if (!this.#ended || this.waits) return;
    this.#ended = false;
    this.#end();
  }
}

/** The latest listener, from now on called by whoever took it. */
function takeListener(stream: Duplex, event: string): (...values: unknown[]) => void {
  const taken = stream.listeners(event).at(-1);
  if (!taken) throw new Error(`ws does not listen to ${event}`);
  stream.off(event, taken as () => void);
  return taken.bind(stream) as () => void;
}
