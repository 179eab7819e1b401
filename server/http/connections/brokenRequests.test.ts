import { expect, it } from "vitest";
import { rawRequest } from "../../testing/rawHttp.ts";
import { TestServer } from "../../testing/testServer.ts";

it.each([
  ["GET", "/healthz"],
  ["POST", "/api/auth/sign-in/email"],
  ["POST", "/api/articles/a/assets"],
  ["POST", "/nothing"],
])("refuses a body that says no length, before it is read: %s %s", async (method, target) => {
  const server = await TestServer.open();
  // Neither what ends the body nor another request is waited for.
  const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
  const refused = await rawRequest(server.port, { method, target, headers });
  expect(refused.status).toBe(411);
  expect(JSON.parse(refused.body)).toMatchObject({ code: "bad-request" });
  expect(refused.headers["content-security-policy"]).toBeDefined();
  expect((await rawRequest(server.port, { method: "GET", target: "/healthz" })).status).toBe(200);
});
