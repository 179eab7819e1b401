import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import * as Y from "yjs";
import { closeCodes } from "../src/domain/protocol/sync.ts";
import { ServerProcess, temporaryFolder } from "./operations/testing/newsroom.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";
import { SqliteArticleLog } from "./storage/articleLogSqlite.ts";
import { admin } from "./testing/testServer.ts";

const sockets = 120;

it("SIGTERM under load: what came in is stored and acknowledged, people leave a few at a time, and it ends in time", async () => {
  const dataDir = temporaryFolder();
  const server = await ServerProcess.start(dataDir);
  const client = await server.admin();
  const { id } = await client.newArticle();
  const clients = Array.from(
    { length: sockets },
    () => new RawClient(server.syncUrl, { as: client.cookie, article: id }),
  );
  onTestFinished(() => clients.forEach((each) => each.close()));
  await until(() => clients.every((each) => each.synced && each.acked > 0));
  let turn = 0;
  const turns = setInterval(() => turn++, 5);
  onTestFinished(() => clearInterval(turns));
  const leftInTurns = new Set<number>();
  for (const each of clients) each.socket.on("close", () => leftInTurns.add(turn));
  const typing = setInterval(() => {
    for (const each of clients.slice(0, 20)) if (each.closed === null) each.type("wörtchen ");
  }, 20);
  onTestFinished(() => clearInterval(typing));
  await until(() => clients.slice(0, 20).every((each) => each.acked > 5));

  const ended = server.end("SIGTERM");
  const ready = async (): Promise<unknown> =>
    (await client.call("GET", "/readyz").catch(() => ({ body: { reason: "gone" } }))).body["reason"];
  await until(async () => ["draining", "gone"].includes(String(await ready())));
  // Code 1 would say that it took more than 10 s.
  expect(await ended).toBe(0);
  clearInterval(typing);

  await until(() => clients.every(({ closed }) => closed !== null));
  expect(clients.every(({ closed }) => closed === closeCodes.goingAway)).toBe(true);
  expect(leftInTurns.size).toBeGreaterThan(2);

  const log = new SqliteArticleLog({ file: join(dataDir, "foureyes.db") });
  const stored = new Y.Doc();
  for (const update of (await log.load(id))?.updates ?? []) Y.applyUpdate(stored, update);
  await log.close();
  const words = stored.getText("body").toJSON().split(" ").length - 1;
  const acked = clients.reduce((sum, each) => sum + each.acked - 1, 0);
  expect(acked).toBeGreaterThan(100);
  expect(words).toBeGreaterThanOrEqual(acked);
}, 60_000);

it("logs one JSON object a line, without words of articles, passwords, cookies or links that let somebody in", async () => {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const wrong = await client.call("POST", "/api/auth/sign-in/email", {
    email: admin.email,
    password: "geheimes-passwort",
  });
  expect(wrong.status).toBe(401);
  const session = await server.admin();
  const link = await session.call<{ url: string }>("POST", "/api/invitations", { role: "editor" });
  const token = link.body.url.split("/").at(-1) ?? "";
  await session.call("POST", `/api/invitations/${token}`, {
    name: "x",
    email: "not an address",
    password: "kurz",
  });
  await session.call("POST", "/api/articles", '{ "geheimes-wort": ');
  await session.call("GET", `/api/articles?search=geheimes-wort`);
  const { id } = await session.newArticle();
  const writer = new RawClient(server.syncUrl, { as: session.cookie, article: id });
  await until(() => writer.synced && writer.acked > 0);
  writer.type("geheimes-wort");
  await until(() => writer.settled);
  writer.socket.send("geheimes-wort");
  await until(() => writer.closed !== null);
  expect(await server.end("SIGTERM")).toBe(0);

  const lines = server.log.trim().split("\n");
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) });
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain("stopped");
  const secrets = ["geheimes", admin.password, token, session.cookie.split("=")[1] ?? "", "kurz"];
  expect(secrets.filter((secret) => server.log.includes(secret))).toEqual([]);
}, 60_000);
