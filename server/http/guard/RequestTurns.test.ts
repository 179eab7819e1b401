import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { TestServer } from "../../testing/testServer.ts";
import { RequestTurns } from "./RequestTurns.ts";

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("has one request of a key begin in each turn of the event loop, in their order, and others' beside it", async () => {
  const turns = new RequestTurns();
  const begun: string[] = [];
  const ask = (key: string, name: string): void => void turns.begin(key).then(() => begun.push(name));
  for (const name of ["ada 1", "ada 2", "ada 3"]) ask("ada", name);
  await Promise.resolve();
  ask("ben", "ben 1");
  await Promise.resolve();
  expect(begun).toEqual(["ada 1", "ben 1"]);
  await nextTurn();
  expect(begun).toEqual(["ada 1", "ben 1", "ada 2"]);
  await nextTurn();
  expect(begun).toEqual(["ada 1", "ben 1", "ada 2", "ada 3"]);
  await nextTurn();
  ask("ada", "ada 4");
  await Promise.resolve();
  expect(begun).toContain("ada 4");
});

it("says of each whether it waited, or was refused because too many of its key wait", async () => {
  const turns = new RequestTurns(1);
  const begun = Promise.all(["ada", "ada", "ada", "ben"].map((key) => turns.begin(key)));
  expect(await begun).toEqual(["at-once", "waited", "refused", "at-once"]);
});

/** Connections that the server has taken already. */
async function connections(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, "127.0.0.1"));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  for (const socket of sockets) socket.write("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await Promise.all(sockets.map((socket) => once(socket, "data")));
  return sockets;
}

const get = (path: string, cookie: string | null, method = "GET"): string =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`;

/** What the answers to one request each begin with, in the order in which they come. */
function statuses(sockets: readonly Socket[]): string[] {
  const heard: string[] = [];
  for (const socket of sockets)
    socket.once("data", (chunk: Buffer) => heard.push(chunk.toString("latin1").slice(9, 12)));
  return heard;
}

it.each([
  ["GET", "/api/articles"],
  ["HEAD", "/api/articles"],
  ["GET", "/api/people"],
  ["GET", "/api/sessions"],
  ["GET", "/api/articles/nothing"],
])("answers others while one person asks %s %s on many connections", async (method, path) => {
  const server = await TestServer.open();
  const ada = await server.admin();
  const ben = await server.invited("editor", "Ben");
  // Their sessions are known from here on.
  for (const each of [ada, ben]) expect((await each.call("GET", "/api/session")).status).toBe(200);
  const crowd = await connections(server.port, 200);
  const [other] = await connections(server.port, 1);
  const answered = statuses(crowd);
  for (const socket of crowd) socket.write(get(path, ada.cookie, method));
  other?.write(get("/api/articles", ben.cookie));
  await once(other as Socket, "data");
  expect(answered.length).toBeLessThan(100);
  await expect.poll(() => answered.length).toBe(200);
  expect(new Set(answered)).toEqual(new Set([path.endsWith("nothing") ? "404" : "200"]));
});

it("refuses a person's requests beyond those that may wait, and nobody else's", async () => {
  const server = await TestServer.open({}, { requestLimits: { waiting: 10 } });
  const ada = await server.admin();
  const ben = await server.invited("editor", "Ben");
  for (const each of [ada, ben]) expect((await each.call("GET", "/api/session")).status).toBe(200);
  const crowd = await connections(server.port, 50);
  const answered: string[] = [];
  for (const socket of crowd) socket.once("data", (chunk: Buffer) => answered.push(chunk.toString("latin1")));
  for (const socket of crowd) socket.write(get("/api/articles", ada.cookie));
  expect((await ben.call("GET", "/api/articles")).status).toBe(200);
  await expect.poll(() => answered.length).toBe(50);
  const refused = answered.filter((answer) => answer.startsWith("HTTP/1.1 429"));
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect(answer).toMatch(/^retry-after: 1\r$/im);
  expect(answered.filter((answer) => answer.startsWith("HTTP/1.1 200")).length).toBeGreaterThanOrEqual(11);
  expect((await ada.call("GET", "/api/articles")).status).toBe(200);
});

it("keeps no request back for one that takes long: streams of news, a body on its way in", async () => {
  const server = await TestServer.open();
  const ada = await server.admin();
  const { id } = await ada.newArticle();
  const [stream, upload] = await connections(server.port, 2);
  stream?.write(get("/api/desk/events", ada.cookie));
  await once(stream as Socket, "data");
  upload?.write(
    `POST /api/articles/${id}/assets HTTP/1.1\r\nHost: localhost\r\nCookie: ${ada.cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n`,
  );
  expect((await ada.call("GET", "/api/articles")).status).toBe(200);
});

it("forgets who went while their request waited, and lets in nobody whose session ended meanwhile", async () => {
  const server = await TestServer.open();
  const ada = await server.admin();
  const ben = await server.invited("editor", "Ben");
  expect((await ben.call("GET", "/api/articles")).status).toBe(200);
  const crowd = await connections(server.port, 400);
  const answered = statuses(crowd.slice(100));
  for (const socket of crowd) socket.write(get("/api/articles", ben.cookie));
  for (const socket of crowd.slice(0, 100)) socket.destroy();
  await ada.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
  await expect.poll(() => answered.length).toBe(300);
  expect(answered).toContain("401");
});
