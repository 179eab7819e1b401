import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { watchSockets } from "./openSockets.ts";
import { endUnreadAnswers, type UnreadLimits } from "./unreadAnswers.ts";

/** More than the system's buffers of a connection hold. */
const large = Buffer.alloc(40_000_000, "x");

async function listening(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  return (app.server.address() as AddressInfo).port;
}

const appWith = (limits?: Partial<UnreadLimits>): FastifyInstance => {
  const app = Fastify({ forceCloseConnections: true });
  watchSockets(app.server);
  endUnreadAnswers(app, limits);
  app.get("/stream", (_request, reply) => reply.send(Readable.from(pieces())));
  app.get("/buffer", () => large);
  app.get("/string", () => large.toString("latin1"));
  return app;
};

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function* pieces(): Generator<Buffer> {
  for (let at = 0; at < large.length; at += 65_536) yield large.subarray(at, at + 65_536);
}

function ask(port: number, path: string): Socket {
  const socket = connect(port, "127.0.0.1").pause();
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return socket;
}

const kinds = ["/stream", "/buffer", "/string"];

it.each(kinds)("ends %s when its reader takes something, but too little", async (path) => {
  const app = appWith({ leastBytes: 39_000_000, windowMs: 1_000, checkEveryMs: 20 });
  const answers: ServerResponse[] = [];
  app.addHook("onRequest", async (_request, { raw }) => void answers.push(raw));
  const socket = ask(await listening(app), path);
  // Ten megabytes a second: something each time one looks, and never enough.
  const trickle = setInterval(() => socket.read(200_000), 20);
  onTestFinished(() => clearInterval(trickle));
  await expect.poll(() => answers[0]?.closed).toBe(true);
  socket.resume();
  await once(socket, "close");
  expect(socket.bytesRead).toBeLessThan(large.length);
});

it.each(kinds)("leaves %s to a reader who takes enough", async (path) => {
  const port = await listening(appWith({ leastBytes: 100_000, windowMs: 20_000, checkEveryMs: 1 }));
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  expect((await answer.arrayBuffer()).byteLength).toBe(large.length);
});

it("closes streams that are made for a connection that went", async () => {
  const app = appWith();
  const [answers, streams]: [ServerResponse[], PassThrough[]] = [[], []];
  const { promise: held, resolve: release } = withResolvers();
  app.get("/late", async (_request, reply) => {
    answers.push(reply.raw);
    await held;
    const stream = new PassThrough();
    streams.push(stream);
    return reply.send(stream);
  });
  const port = await listening(app);
  const socket = ask(port, "/late");
  socket.write("GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await expect.poll(() => answers.length).toBe(2);
  socket.destroy();
  await expect.poll(() => answers.filter(({ destroyed }) => destroyed).length).toBe(2);
  release();
  await expect.poll(() => streams.length).toBe(2);
  await expect.poll(() => streams.filter(({ destroyed }) => destroyed).length).toBe(2);
});
