import { once } from "node:events";
import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { RawClient, until } from "../../rooms/testing/rawClient.ts";
import { rawRequest } from "../../testing/rawHttp.ts";
import { admin, TestServer } from "../../testing/testServer.ts";

it("tells browsers to keep no answer about articles and people, nor a refusal", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const cookie = admin.cookie ?? "";
  const kept = async (path: string, headers: Record<string, string>): Promise<string | null> =>
    (await fetch(server.url + path, { headers })).headers.get("cache-control");
  for (const path of ["/api/articles", "/api/people", "/api/session", "/api/articles/nothing"])
    expect(await kept(path, { cookie }), path).toBe("no-store");
  expect(await kept("/api/articles", {})).toBe("no-store");
});

/** Reads what the server says to these bytes until it closes. */
async function say(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    heard += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return heard;
}

it("sends the security headers with every answer, whoever gives it", async () => {
  const server = await TestServer.open();
  const { port } = server;
  const answers: Record<string, string> = {
    "no HTTP": await say(port, "what is this\r\n\r\n"),
    "headers too long": await say(port, `GET / HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`),
    "no host": await say(port, "GET /api/session HTTP/1.1\r\nConnection: close\r\n\r\n"),
    "an address that cannot be decoded": await say(
      port,
      "GET /api/%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ),
    "a parameter too long": await say(
      port,
      `GET /api/articles/${"x".repeat(400)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    ),
    "not signed in": await say(port, "GET /api/people HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    "another site": await say(
      port,
      "POST /api/articles HTTP/1.1\r\nHost: a\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    ),
    "not found": await say(port, "DELETE /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    "does not fit": await say(
      port,
      "POST /api/auth/sign-in/email HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    ),
    "an upgrade to nowhere": await say(
      port,
      "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    ),
  };
  answers["an expectation"] = await say(port, "GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n");
  answers["a socket by another method"] = await say(
    port,
    "POST /sync/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  answers["no handshake"] = await say(
    port,
    "GET /sync/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
  );
  answers["a socket without a session"] = await say(
    port,
    "GET /sync/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  for (const [what, answer] of Object.entries(answers)) {
    const head = answer.split("\r\n\r\n")[0]?.toLowerCase() ?? "";
    // A socket is refused by its close code: browsers see no other answer.
    expect(head, what).toMatch(
      what === "a socket without a session" ? /^http\/1\.1 101 / : /^http\/1\.1 4\d\d /,
    );
    for (const header of [
      "content-security-policy: default-src 'self'",
      "x-content-type-options: nosniff",
      "referrer-policy: no-referrer",
      "cache-control: no-store",
    ])
      expect(head, what).toContain(header);
  }
});

it("counts refusals of every kind towards the limit, of an address and of a person", async () => {
  const server = await TestServer.open(
    { TRUST_PROXY: "1" },
    { requestLimits: { anonymous: 30, refused: 10 } },
  );
  const guest = await server.invited("guest", "Gast");
  const from = (address: string) => ({ "x-forwarded-for": address });
  const status = async (path: string, headers: Record<string, string>, method = "GET"): Promise<number> =>
    (await rawRequest(server.port, { method, target: path, headers })).status;

  for (const [at, path, method] of [
    ["198.51.100.1", "/api/people", "GET"],
    ["198.51.100.2", "/nothing", "POST"],
    ["198.51.100.3", "/api/%ff", "GET"],
    ["2001:db8::1", "/api/people", "GET"],
  ] as const) {
    for (let count = 0; count < 30; count++) expect(await status(path, from(at), method)).not.toBe(429);
    expect(await status(path, from(at), method)).toBe(429);
  }
  // Whoever has one address of a /64 network has all of them.
  expect(await status("/api/people", from("2001:db8::ffff:1"))).toBe(429);
  expect(await status("/api/people", from("2001:db8:0:1::1"))).toBe(401);
  // A flood closes the way in to nobody: signing in has limits of its own.
  expect(await status("/api/session", from("198.51.100.1"))).toBe(200);
  const right = await server.client().call("POST", "/api/auth/sign-in/email", admin, from("198.51.100.1"));
  expect(right.status).toBe(200);

  const signedIn = { cookie: guest.cookie ?? "", ...from("198.51.100.1") };
  expect(await status("/api/articles", signedIn)).toBe(200);
  for (let count = 0; count < 10; count++) expect(await status("/api/people", signedIn)).toBe(403);
  const limited = await rawRequest(server.port, {
    method: "GET",
    target: "/api/articles",
    headers: signedIn,
  });
  expect(limited.status).toBe(429);
  expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
});

it("counts cookies that open nothing where nothing else is counted, at the cost of nobody else", async () => {
  const server = await TestServer.open({}, { requestLimits: { unknownTokens: 10 } });
  const ada = await server.admin();
  const [name] = ada.cookie?.split("=") ?? [];
  const read = async (cookie: string | null): Promise<number> => {
    const headers = cookie === null ? undefined : { cookie };
    return (await fetch(`${server.url}/api/session`, headers && { headers })).status;
  };
  const unknown = (at: number): string => `${name}=${String(at).padStart(32, "x")}.signature`;
  for (let at = 0; at < 10; at++) expect(await read(unknown(at))).toBe(200);
  expect(await read(unknown(10))).toBe(429);
  expect(await read(ada.cookie)).toBe(200);
  expect(await read(null)).toBe(200);
  const again = server.client();
  again.cookie = unknown(11);
  expect((await again.signIn(admin)).status).toBe(200);
});

it("refuses sockets of an address that asks for too many that it may not have", async () => {
  const server = await TestServer.open();
  const upgrade = () =>
    rawRequest(server.port, {
      method: "GET",
      target: "/sync/nothing",
      headers: { upgrade: "websocket", "x-connection": "upgrade" },
    });
  const url = server.url.replace("http", "ws");
  const refused = Array.from({ length: 700 }, () => new RawClient(`${url}/sync`, { as: "", article: "a" }));
  onTestFinished(() => refused.forEach((each) => each.close()));
  await until(() => refused.every(({ closed }) => closed !== null));
  // 4401 by the socket's own protocol, then none is opened any more.
  const codes = new Set(refused.map(({ closed }) => closed));
  expect(codes).toEqual(new Set([4401, 1006]));
  expect((await upgrade()).status).not.toBe(101);

  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const writer = new RawClient(`${url}/sync`, { as: admin.cookie ?? "", article: id });
  onTestFinished(() => writer.close());
  await until(() => writer.synced);
});
