import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
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

it("refuses more JSON than people ever send, and what is none", async () => {
  const server = await TestServer.open();
  const more = JSON.stringify({ ...admin, more: "x".repeat(20_000) });
  const large = await server.client().call("POST", "/api/auth/sign-in/email", more);
  expect([large.status, large.body["code"]]).toEqual([413, "too-large"]);
  const broken = await server.client().call("POST", "/api/auth/sign-in/email", '{"email":');
  expect([broken.status, broken.body["code"]]).toEqual([400, "bad-request"]);
  const poisoned = await server.client().call("POST", "/api/auth/sign-in/email", '{"__proto__":{"a":1}}');
  expect(poisoned.status).toBe(400);
});
