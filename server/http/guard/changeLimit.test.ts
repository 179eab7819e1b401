import { expect, it } from "vitest";
import { handInPath } from "../../../src/domain/protocol/sync.ts";
import { admin, TestServer } from "../../testing/testServer.ts";

/** No token comes back while the test runs. */
const slow = { burst: 20, perSecond: 0.001, keys: 10 };

it("limits what one person changes, by whatever route, and nobody else", async () => {
  const server = await TestServer.open({}, { requestLimits: { changes: slow } });
  const editor = await server.invited("editor", "Edith");
  const other = await server.invited("editor", "Otto");
  const { id } = await editor.newArticle();
  const ways = [
    ["POST", "/api/auth/update-user", { name: "Edith" }],
    ["PATCH", `/api/articles/${id}`, { trashed: false }],
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

it("limits what ends sessions, and refusals, by session: who has a stolen one keeps its owner from nothing", async () => {
  const server = await TestServer.open({}, { requestLimits: { changes: slow, refused: 60 } });
  const [thief, owner] = [await server.admin(), await server.admin()];
  const newPassword = "another one, a long one";
  const ways = [
    ["POST", "/api/auth/change-password", { currentPassword: "a wrong one", newPassword }],
    ["POST", "/api/auth/update-user", { name: "" }],
    ["DELETE", "/api/sessions/nothing", undefined],
    ["GET", "/api/articles/nothing", undefined],
  ] as const;
  for (const [method, path, body] of ways) {
    let status = 0;
    // oxlint-disable-next-line no-await-in-loop
    for (let count = 0; status !== 429 && count < 70; count++)
      ({ status } = await thief.call(method, path, body));
    expect(status, path).toBe(429);
  }
  expect((await thief.call("GET", "/api/articles")).status).toBe(429);
  expect((await owner.call("GET", "/api/articles")).status).toBe(200);
  const { sessions } = (await owner.call<{ sessions: { id: string }[] }>("GET", "/api/sessions")).body;
  expect((await owner.call("DELETE", `/api/sessions/${sessions[1]?.id}`)).status).toBe(204);
  expect((await thief.call("GET", "/api/articles")).status).toBe(401);
  expect((await owner.call("POST", "/api/sessions/end-others")).status).toBe(200);
  const change = { currentPassword: admin.password, newPassword };
  expect((await owner.call("POST", "/api/auth/change-password", change)).status).toBe(200);
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
