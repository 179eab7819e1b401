import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { admin, TestServer } from "../../testing/testServer.ts";
import { wholeBody } from "./wholeBody.ts";

it("keeps a body in one buffer of its size, however many pieces it comes in", async () => {
  const payload = new PassThrough();
  const reading = wholeBody({ headers: {} }, payload as never, 10_000);
  for (let i = 0; i < 9_000; i++) payload.write(Buffer.of(i & 0xff));
  payload.end();
  const bytes = await reading;
  expect(bytes).toEqual(Buffer.from(Array.from({ length: 9_000 }, (_, i) => i & 0xff)));
  expect(bytes.buffer.byteLength).toBeLessThanOrEqual(20_000);
});

/** A request whose body comes in chunks of one byte (RFC 9112, 7.1); what is answered. */
async function inBytes(server: TestServer, body: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.on("data", (bytes: Buffer) => {
    answer += bytes.toString("latin1");
  });
  socket.on("error", () => {});
  const chunks = [...Buffer.from(body)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join("");
  socket.write(
    "POST /api/auth/sign-in/email HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" +
      `transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    "latin1",
  );
  await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 \d+ .*\r\n\r\n[^]/s);
  return answer;
}

it("takes JSON in chunks of one byte, and refuses more than people ever send", async () => {
  const server = await TestServer.open();
  expect(await inBytes(server, JSON.stringify(admin))).toMatch(/^HTTP\/1\.1 200 /);
  const large = await inBytes(server, JSON.stringify({ ...admin, more: "x".repeat(20_000) }));
  expect(large).toMatch(/^HTTP\/1\.1 413 /);
  expect(large).toContain('"code":"too-large"');
  const broken = await server.client().call("POST", "/api/auth/sign-in/email", '{"email":');
  expect([broken.status, broken.body["code"]]).toEqual([400, "bad-request"]);
  const poisoned = await server.client().call("POST", "/api/auth/sign-in/email", '{"__proto__":{"a":1}}');
  expect(poisoned.status).toBe(400);
});
