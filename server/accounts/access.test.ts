import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../config.ts";
import type { AccessChange } from "../ports.ts";
import { openDatabase } from "../storage/database.ts";
import { TestServer } from "../testing/testServer.ts";
import { type AccountAccess, createAccess } from "./access.ts";
import { AccessChanges } from "./accessChanges.ts";
import { type Auth, createAuth } from "./auth.ts";
import { PasswordHasher } from "./passwords/PasswordHasher.ts";
import { Sessions } from "./Sessions.ts";

interface Asked {
  access: AccountAccess;
  sessions: Sessions;
  changes: AccessChanges;
  headers: { cookie: string };
  sessionId: string;
  personId: string;
  /** How often the cookie was looked up. */
  lookUps(): number;
}

/** Access of a newsroom with one session; `meanwhile` happens each time after its cookie was looked up. */
async function openAccess(meanwhile: (asked: Asked) => void): Promise<Asked> {
  const server = await TestServer.open();
  const { cookie } = await server.admin();
  await server.stop();
  const database = openDatabase(server.dataDir);
  const hasher = new PasswordHasher();
  onTestFinished(async () => {
    await hasher.close();
    database.close();
  });
  const config = readConfig({ DATA_DIR: server.dataDir });
  const changes = new AccessChanges();
  const sessions = new Sessions({ database, changes, idleDays: 7 });
  const auth = createAuth(database, config, sessions, Fastify().log, hasher);
  let lookUps = 0;
  const getSession = async (...asked: Parameters<Auth["api"]["getSession"]>): Promise<unknown> => {
    const found: unknown = await auth.api.getSession(...asked);
    // Should the asking never end, the test does.
    if (++lookUps < 100) meanwhile(result);
    return found;
  };
  const api = new Proxy(auth.api, {
    get: (target, name, receiver): unknown =>
      name === "getSession" ? getSession : Reflect.get(target, name, receiver),
  });
  const access = await createAccess({ database, auth: { ...auth, api }, sessions, changes, config });
  const [row] = database.runNow(database.rows.selectFrom("session").select(["id", "userId"]).compile());
  const result: Asked = {
    access,
    sessions,
    changes,
    headers: { cookie: cookie ?? "" },
    sessionId: row?.id ?? "",
    personId: row?.userId ?? "",
    lookUps: () => lookUps,
  };
  return result;
}

it.each<[string, AccessChange]>([
  ["person", { personId: "another" }],
  ["session", { sessionId: "another" }],
  ["article", { articleId: "an article" }],
])("looks a cookie up once, however often another %s changes meanwhile", async (_, change) => {
  const { access, headers, personId, lookUps } = await openAccess(({ changes }) => changes.emit(change));
  expect((await access.visitor(headers))?.person.id).toBe(personId);
  expect(lookUps()).toBe(1);
});

it("looks a cookie up again when its own session or person changed meanwhile", async () => {
  const { access, headers, personId, lookUps } = await openAccess((asked) => {
    if (asked.lookUps() === 1) asked.changes.emit({ personId: asked.personId });
    if (asked.lookUps() === 2) asked.changes.emit({ sessionId: asked.sessionId });
  });
  expect((await access.visitor(headers))?.person.id).toBe(personId);
  expect(lookUps()).toBe(3);
});

it("lets a token open nothing that was replaced while it was looked up", async () => {
  const { access, headers, lookUps } = await openAccess(({ sessions, sessionId }) => {
    if (lookUps() === 1) sessions.replaceToken(sessionId, "the next");
  });
  expect(await access.visitor(headers)).toBeNull();
  expect(lookUps()).toBe(2);
});

it("looks up no cookie that it did not sign, and one whose session has ended once for many requests", async () => {
  const { access, headers, sessions, personId, sessionId, lookUps } = await openAccess(() => {});
  const [name, value] = headers.cookie.split("=") as [string, string];
  const [token, signature] = decodeURIComponent(value).split(".") as [string, string];
  const other = token.replace(/^./, (first) => (first === "x" ? "y" : "x"));
  for (const strange of [`${other}.${signature}`, `${token}.${other}`, token, `.${signature}`, ".", "%", ""])
    expect(await access.visitor({ cookie: `${name}=${encodeURIComponent(strange)}` })).toBeNull();
  expect(await access.visitor({ cookie: `${name}=%` })).toBeNull();
  expect(lookUps()).toBe(0);
  expect((await access.visitor(headers))?.person.id).toBe(personId);
  expect(lookUps()).toBe(1);
  sessions.end(personId, sessionId);
  const many = Array.from({ length: 10 }, () => access.visitor(headers));
  expect(new Set(await Promise.all(many))).toEqual(new Set([null]));
  expect(await access.visitor(headers)).toBeNull();
  expect(lookUps()).toBe(2);
});
