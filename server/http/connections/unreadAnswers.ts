import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { socketOf } from "./requestSockets.ts";

export interface UnreadLimits {
  /** How much a reader has to take of an answer in each `windowMs`, unless the answer is over. Bytes. */
  leastBytes: number;
  windowMs: number;
  checkEveryMs: number;
}

/** Smaller answers that are no stream fit into the system's buffers. Bytes. */
const smallBytes = 16_384;

/**
 * What a reader takes shows only when the system's buffers have room again: behind a proxy on the same machine, a line
 * of 128 kbit/s moves them once in 90 s, by 1.5 MB.
 */
const usual: UnreadLimits = { leastBytes: 200_000, windowMs: 120_000, checkEveryMs: 10_000 };

interface Sending {
  request: FastifyRequest;
  response: ServerResponse;
  /** How long the reader has for the next `leastBytes`: what is written in one piece shows only once all of it is gone. */
  windowMs: number;
  /** When the present window began, and the bytes that the connection had taken by then. */
  since: number;
  taken: number;
}

/**
 * Ends the connection of an answer whose reader takes less than the least rate: its bytes stay in memory, its file open,
 * and a temporary one on the disk, as long as the answer lasts. What the other side sends meanwhile does not count, as it
 * does for the timeout of a connection. An answer that waits behind others of its connection takes nothing either.
 *
 * A stream for a connection that went before is closed at once: Fastify waits for an end that was told already.
 */
export function endUnreadAnswers(app: FastifyInstance, limits: Partial<UnreadLimits> = {}): void {
  const { leastBytes, windowMs, checkEveryMs } = { ...usual, ...limits };
  const sending = new Set<Sending>();
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  const look = (): void => {
    const now = performance.now();
    for (const each of sending) {
      const taken = takenOf(each.response);
      if (taken - each.taken >= leastBytes) Object.assign(each, { taken, since: now });
      else if (now - each.since >= each.windowMs) {
        sending.delete(each);
        end(each);
      }
    }
    if (sending.size === 0) stop();
  };
  app.addHook("onClose", async () => stop());
  app.addHook("onSend", (request, { raw: response }, payload, done) => {
    const stream = isStream(payload);
    if (response.destroyed) {
      if (stream) payload.destroy();
      done(null, stream ? "" : payload);
      return;
    }
    const bytes = stream ? leastBytes : bytesOf(payload);
    if (stream || bytes > smallBytes) {
      const each: Sending = {
        request,
        response,
        windowMs: windowMs * Math.max(1, bytes / leastBytes),
        since: performance.now(),
        taken: takenOf(response),
      };
      sending.add(each);
      response.once("close", () => sending.delete(each));
      timer ??= setInterval(look, checkEveryMs).unref();
    }
    done(null, payload);
  });
}

/** Bytes that the system took from the answer's connection; 0 while it is not the answer's turn. */
const takenOf = ({ socket }: ServerResponse): number =>
  socket ? socket.bytesWritten - socket.writableLength : 0;

function end({ request }: Sending): void {
  const route = request.routeOptions.url;
  request.log.info({ route, person: request.visitor?.person.id }, "an answer that nobody reads was ended");
  socketOf(request.raw).destroy();
}

const isStream = (payload: unknown): payload is Readable => payload instanceof Readable;

const bytesOf = (payload: unknown): number =>
  typeof payload === "string" || payload instanceof Uint8Array ? Buffer.byteLength(payload) : 0;
