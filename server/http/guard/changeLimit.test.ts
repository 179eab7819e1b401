import { expect, it } from "vitest";
import { handInPath } from "../../../src/domain/protocol/sync.ts";
import { TestServer } from "../../testing/testServer.ts";

/** No token comes back while the test runs. */
const slow = { burst: 20, perSecond: 0.001, keys: 10 };

it("limits what one person changes, by whatever route, and nobody else", async () => {
  const server = await TestServer.open({}, { requestLimits: { changes: slow } });
  const editor = await server.invited("editor", "Edith");
  const other = await server.invited("editor", "Otto");
  const { id } = await editor.newArticle();
  const ways = [
    ["POST", "/api/auth/update-user", { name: "Edith" }],
    ["POST", "/api/sessions/end-others", undefined],
    ["DELETE", "/api/sessions/nothing", undefined],
    ["PATCH", `/api/articles/${id}`, { trashed: false }],
    ["POST", "/api/auth/change-password", { currentPassword: "a wrong one", newPassword: "another one" }],
  ] as const;
  const change = (at: number) => {
    const [method, path, body] = ways[at % ways.length] as (typeof ways)[number];
    return editor.call(method, path, body);
  };
  for (let count = 0; count < slow.burst; count++) {
    // oxlint-disable-next-line no-await-in-loop
    expect((await change(count)).status).not.toBe(429);
  }
  for (let at = 0; at < ways.length; at++) {
    // oxlint-disable-next-line no-await-in-loop
    const refused = await change(at);
    expect(refused).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect((await other.call("POST", "/api/auth/update-user", { name: "Otto II" })).status).toBe(200);
  // What has limits of its own, reading and signing out go on.
  expect((await editor.call("POST", "/api/articles", {})).status).toBe(201);
  const headers = { "content-type": "application/octet-stream" };
  expect((await editor.call("POST", handInPath(id), "no update", headers)).body).not.toMatchObject({
    code: "too-many-requests",
  });
  expect((await editor.call("POST", `/api/articles/${id}/assets`)).status).toBe(400);
  expect((await editor.call("GET", "/api/sessions")).status).toBe(200);
  expect((await editor.call("POST", "/api/auth/sign-out")).status).toBe(200);
});

it("counts nothing that is refused", async () => {
  const server = await TestServer.open({}, { requestLimits: { changes: { ...slow, burst: 1 } } });
  const guest = await server.invited("guest", "Gast");
  const { id } = await (await server.admin()).newArticle();
  const trash = () => guest.call("PATCH", `/api/articles/${id}`, { trashed: true });
  expect([(await trash()).status, (await trash()).status]).toEqual([403, 403]);
  expect((await guest.call("POST", "/api/auth/update-user", { name: "Guest" })).status).toBe(200);
  expect((await guest.call("POST", "/api/auth/update-user", { name: "Gast" })).status).toBe(429);
});
