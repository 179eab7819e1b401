import { connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { answerError } from "../errors.ts";
import { demandLeastRate } from "./leastRate.ts";
import { rememberSockets } from "./requestSockets.ts";
import { readJsonWhole } from "./wholeBody.ts";

const limits = { bytesPerSecond: 4_000, windowMs: 300, checkEveryMs: 50 };

async function openServer(): Promise<{ app: FastifyInstance; connection: (text: string) => Line }> {
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler(answerError);
  readJsonWhole(app);
  rememberSockets(app);
  demandLeastRate(app, limits);
  app.post("/json", (request, reply) => reply.send(request.body));
  app.post(
    "/later",
    async () => new Promise((resolve) => setTimeout(resolve, 4 * limits.windowMs, { ok: true })),
  );
  app.post("/unread", (request, reply) => {
    // Reads nothing of the body, and never answers.
    request.raw.pause();
    reply.hijack();
  });
  app.post("/refused", { onRequest: async (_request, reply) => reply.code(401).send("no") }, async () => "");
  app.addContentTypeParser("application/octet-stream", (_request, _body, done) => done(null));
  await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  const { port } = app.server.address() as { port: number };
  return { app, connection: (text) => new Line(port, text) };
}

class Line {
  readonly socket: Socket;
  answer = "";
  closed = false;
  constructor(port: number, text: string) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (chunk: Buffer) => {
      this.answer += chunk.toString();
    });
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
    });
    this.socket.write(text);
  }
}

const head = (path: string, type: string, bytes: number): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${bytes}\r\n\r\n`;

it("answers a body that rests with 408 and closes the line", async () => {
  const { connection } = await openServer();
  const line = connection(`${head("/json", "application/json", 1_000)}{"a":`);
  await expect.poll(() => line.closed).toBe(true);
  expect(line.answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(line.answer).toMatch(/connection: close/i);
  expect(line.answer).toContain('"code":"too-slow"');
});

it("ends the line of a body that was refused before it came, and that comes no more or for ever", async () => {
  const { connection } = await openServer();
  const resting = connection(head("/refused", "application/json", 100_000));
  const going = connection(head("/refused", "application/json", 100_000_000));
  const sending = setInterval(() => going.socket.write("x".repeat(5_000)), 50);
  onTestFinished(() => clearInterval(sending));
  await expect.poll(() => resting.closed && going.closed).toBe(true);
  for (const { answer } of [resting, going]) expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

it("ends a body that drips", async () => {
  const { connection } = await openServer();
  const line = connection(head("/json", "application/json", 16_000));
  const drip = setInterval(() => line.socket.write(" "), 20);
  onTestFinished(() => clearInterval(drip));
  await expect.poll(() => line.closed).toBe(true);
  expect(line.answer).toMatch(/^HTTP\/1\.1 408 /);
});

it("ends a body in chunks that rests", async () => {
  const { connection } = await openServer();
  const line = connection(
    "POST /json HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n",
  );
  await expect.poll(() => line.closed).toBe(true);
  expect(line.answer).toMatch(/^HTTP\/1\.1 408 /);
});

it("ends the line where nobody reads the body", async () => {
  const { connection } = await openServer();
  const line = connection(head("/unread", "application/octet-stream", 200_000));
  await expect.poll(() => line.closed).toBe(true);
  expect(line.answer).toBe("");
});

it("lets a slow line through that brings enough, and an answer take its time", async () => {
  const { connection } = await openServer();
  const later = connection(`${head("/later", "application/json", 2)}{}`);
  const body = JSON.stringify({ text: "x".repeat(9_000) });
  const line = connection(head("/json", "application/json", body.length));
  let sent = 0;
  // Many times the least rate, so that a busy machine's pauses do not count.
  const drip = setInterval(() => {
    line.socket.write(body.slice(sent, sent + 500));
    sent += 500;
    if (sent >= body.length) clearInterval(drip);
  }, 50);
  onTestFinished(() => clearInterval(drip));
  await expect.poll(() => line.answer).toMatch(/^HTTP\/1\.1 200 /);
  await expect.poll(() => later.answer).toMatch(/^HTTP\/1\.1 200 /);
});
