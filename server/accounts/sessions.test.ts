import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { OwnSessions, Session } from "../../src/domain/protocol/api.ts";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import { RawClient, until } from "../rooms/testing/rawClient.ts";
import { openDatabase } from "../storage/database.ts";
import { admin, type Client, TestServer } from "../testing/testServer.ts";
import { AccessChanges } from "./accessChanges.ts";
import { hashOfToken } from "./hashedTokens.ts";
import { Sessions } from "./Sessions.ts";

const dayMs = 24 * 3600 * 1000;
const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";

const tokenIn = (cookie: string | null): string =>
  decodeURIComponent(cookie?.split("=")[1] ?? "").split(".")[0] ?? "";
const status = async (client: Client): Promise<number> => (await client.call("GET", "/api/articles")).status;
const withCookie = (server: TestServer, cookie: string | null): Client =>
  Object.assign(server.client(), { cookie });
const own = async (client: Client) => (await client.call<OwnSessions>("GET", "/api/sessions")).body.sessions;
const joined = async (server: TestServer, client: Client): Promise<RawClient> => {
  const { id } = await client.newArticle();
  const socket = new RawClient(`${server.url.replace("http", "ws")}/sync`, {
    as: client.cookie ?? "",
    article: id,
  });
  onTestFinished(() => socket.close());
  await until(() => socket.synced && socket.acked > 0);
  return socket;
};
function inDatabase<Result>(server: TestServer, read: (sqlite: Database.Database) => Result): Result {
  const sqlite = new Database(join(server.dataDir, "foureyes.db"));
  try {
    return read(sqlite);
  } finally {
    sqlite.close();
  }
}

describe("what lies on the disk", () => {
  it("holds no token, and the secret in a file of its own that only its owner reads", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await client.call("POST", "/api/auth/change-password", {
      currentPassword: admin.password,
      newPassword: "another password entirely",
    });
    const secret = readFileSync(join(server.dataDir, "secret"), "utf8").trim();
    expect(secret.length).toBeGreaterThanOrEqual(64);
    expect(statSync(join(server.dataDir, "secret")).mode & 0o777).toBe(0o600);
    await server.stop();
    const files = readdirSync(server.dataDir).filter((name) => name.startsWith("foureyes.db"));
    expect(files).toContain("foureyes.db");
    for (const file of files) {
      const bytes = readFileSync(join(server.dataDir, file));
      expect(bytes.includes(tokenIn(client.cookie))).toBe(false);
      expect(bytes.includes(secret)).toBe(false);
    }
    await server.start();
    expect(await status(withCookie(server, client.cookie))).toBe(200);
  });

  it("opens nothing: neither the stored hash nor a session's id is a token", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const stored = inDatabase(server, (sqlite) => sqlite.prepare("select id, token from session").get()) as {
      id: string;
      token: string;
    };
    for (const value of [stored.token, stored.id])
      expect(
        await status(withCookie(server, client.cookie?.replace(tokenIn(client.cookie), value) ?? null)),
      ).toBe(401);
    expect(await status(client)).toBe(200);
  });

  it("keeps a restart from starting with half a secret", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await server.stop();
    writeFileSync(join(server.dataDir, "secret"), "short");
    await expect(server.start()).rejects.toThrow("too short to be a secret");
    rmSync(join(server.dataDir, "secret"));
    await server.start();
    expect(await status(withCookie(server, client.cookie))).toBe(401);
  });
});

describe("a session's end", () => {
  afterEach(() => vi.useRealTimers());
  const setBack = (
    server: TestServer,
    change: { createdAt?: number; updatedAt?: number; expiresAt?: number },
  ) =>
    inDatabase(server, (sqlite) => {
      for (const [column, days] of Object.entries(change))
        sqlite
          .prepare(`update session set ${column} = ?`)
          .run(new Date(Date.now() + days * dayMs).toISOString());
    });

  it("comes after 7 days without use, and after 30 days however much it was used", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    setBack(server, { createdAt: -20, updatedAt: -6.9 });
    await server.stop();
    await server.start();
    expect(await status(withCookie(server, client.cookie))).toBe(200);
    setBack(server, { updatedAt: -7.1 });
    await expect.poll(() => status(withCookie(server, client.cookie)), { timeout: 9_000 }).toBe(401);

    const again = await server.admin();
    setBack(server, { createdAt: -30.1, expiresAt: 300 });
    await expect.poll(() => status(withCookie(server, again.cookie)), { timeout: 9_000 }).toBe(401);
    expect(inDatabase(server, (sqlite) => sqlite.prepare("select count(*) from session").pluck().get())).toBe(
      0,
    );
  });

  it("comes after as many days without use as SESSION_IDLE_DAYS says", async () => {
    const server = await TestServer.open({ SESSION_IDLE_DAYS: "2" });
    const client = await server.admin();
    await server.stop();
    setBack(server, { updatedAt: -2.1 });
    await server.start();
    expect(await status(withCookie(server, client.cookie))).toBe(401);
  });

  it("moves with use, which is noted now and then only, and never moves beyond the 30 days", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const row = () =>
      inDatabase(server, (sqlite) => sqlite.prepare("select updatedAt, expiresAt from session").get()) as {
        updatedAt: string;
        expiresAt: string;
      };
    const begun = row();
    await client.call("GET", "/api/session");
    expect(row()).toEqual(begun);
    await server.stop();
    setBack(server, { updatedAt: -3, createdAt: -3, expiresAt: 27 });
    const { expiresAt } = row();
    await server.start();
    const used = withCookie(server, client.cookie);
    expect((await used.call("GET", "/api/session")).body).toMatchObject({ person: { email: admin.email } });
    expect(Date.now() - Date.parse(row().updatedAt)).toBeLessThan(dayMs);
    expect(row().expiresAt).toBe(expiresAt);
  });

  it("shows within seconds though the computer's clock was set back by a day", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    expect(await status(client)).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - dayMs });
    inDatabase(server, (sqlite) => sqlite.prepare("update person set active = 0").run());
    await expect.poll(() => status(client), { timeout: 9_000 }).toBe(401);
  });

  it("comes for a session that begins in the future", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await server.stop();
    setBack(server, { createdAt: 2, updatedAt: 2, expiresAt: 32 });
    await server.start();
    expect(await status(withCookie(server, client.cookie))).toBe(401);
  });
});

describe("a session's token", () => {
  it("is replaced with the password: the old one opens nothing, what is open stays open", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const socket = await joined(server, client);
    const before = client.cookie;
    const ids = (await own(client)).map(({ id }) => id);
    const changed = await client.call("POST", "/api/auth/change-password", {
      currentPassword: admin.password,
      newPassword: "another password entirely",
    });
    expect(changed.headers.getSetCookie()[0]).toMatch(/^foureyes\.session_token=.*Max-Age=2\d{6};.*HttpOnly/);
    expect(tokenIn(client.cookie)).not.toBe(tokenIn(before));
    expect(await status(withCookie(server, before))).toBe(401);
    expect(await status(client)).toBe(200);
    expect((await own(client)).map((session) => session.id)).toEqual(ids);
    socket.type("still here");
    await until(() => socket.settled);
    expect(socket.closed).toBeNull();
  });

  it("is replaced with the role, by the next answer; requests under way are given the same one", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const ben = await server.invited("editor");
    const socket = await joined(server, ben);
    const before = ben.cookie;
    expect((await ben.call("GET", "/api/session")).headers.getSetCookie()).toEqual([]);
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { role: "admin" });
    const answers = await Promise.all(
      [1, 2, 3].map(() => withCookie(server, before).call("GET", "/api/people")),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    const given = new Set(answers.map((answer) => answer.headers.getSetCookie()[0]?.split(";")[0]));
    expect(given.size).toBe(1);
    const [after = ""] = [...given];
    expect(tokenIn(after)).not.toBe(tokenIn(before));
    const now = withCookie(server, after);
    expect((await now.call("GET", "/api/people")).headers.getSetCookie()).toEqual([]);
    expect((await own(now)).length).toBe(1);
    socket.type("still here");
    await until(() => socket.settled);
    // Signing out by either ends both.
    expect((await withCookie(server, before).call("POST", "/api/auth/sign-out")).status).toBe(200);
    expect(await status(now)).toBe(401);
    await until(() => socket.closed !== null);
  });

  it("answers for a moment after it was replaced, and not after a restart", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const ben = await server.invited("editor");
    const before = ben.cookie;
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { role: "guest" });
    expect(await status(ben)).toBe(200);
    expect(ben.cookie).not.toBe(before);
    expect(await status(withCookie(server, before))).toBe(200);
    await server.stop();
    await server.start();
    expect(await status(withCookie(server, before))).toBe(401);
    expect(await status(withCookie(server, ben.cookie))).toBe(200);
  });

  it("no longer answers once the moment is over", async () => {
    const server = await TestServer.open();
    await server.admin();
    await server.stop();
    const database = openDatabase(server.dataDir);
    onTestFinished(() => database.close());
    const changes = new AccessChanges();
    const told = new Promise((resolve) => changes.on(resolve));
    const sessions = new Sessions({ database, changes, idleDays: 7, handOverMs: 20 });
    const id = database.sqlite.prepare("select id from session").pluck().get() as string;
    sessions.replaceToken(id, "one");
    expect(sessions.handOver(id, "one", "two")).toBe(false);
    database.sqlite.prepare("update session set replaceDue = 1").run();
    expect(sessions.handOver(id, "one", "two")).toBe(true);
    expect(sessions.handOver(id, "one", "two")).toBe(true);
    expect(sessions.storedToken("one")).toBe(sessions.storedToken("two"));
    await told;
    await until(() => sessions.storedToken("one") !== sessions.storedToken("two"));
    expect(sessions.handOver(id, "one", "two")).toBe(false);
  });

  it("keeps a session that ends with the browser one", async () => {
    const server = await TestServer.open();
    const signedIn = await server
      .client()
      .call("POST", "/api/auth/sign-in/email", { ...admin, name: undefined, rememberMe: false });
    // The device's cookie stays, and opens nothing.
    const cookies = signedIn.headers.getSetCookie().filter((each) => !each.startsWith("foureyes.device="));
    expect(cookies.join()).not.toMatch(/max-age/i);
    const cookie = cookies.map((each) => each.split(";")[0]).join("; ");
    const changed = await server
      .client()
      .call(
        "POST",
        "/api/auth/change-password",
        { currentPassword: admin.password, newPassword: "another password entirely" },
        { cookie },
      );
    expect(changed.status).toBe(200);
    const [session = ""] = changed.headers.getSetCookie();
    expect(session).toMatch(/^foureyes\.session_token=/);
    expect(session).not.toMatch(/max-age/i);
  });
});

it("over https only the cookie with the __Host- prefix opens anything, and a new token has it too", async () => {
  const server = await TestServer.open({ PUBLIC_URL: "https://news.example" });
  const client = await server.admin();
  expect(client.cookie).toMatch(/^__Host-foureyes\.session_token=/);
  expect(await status(client)).toBe(200);
  for (const name of ["foureyes", "__Secure-foureyes"])
    expect(await status(withCookie(server, client.cookie?.replace("__Host-foureyes", name) ?? null))).toBe(
      401,
    );
  const changed = await client.call(
    "POST",
    "/api/auth/change-password",
    { currentPassword: admin.password, newPassword: "another password entirely" },
    { origin: "https://news.example" },
  );
  const [cookie = ""] = changed.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-foureyes\.session_token=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await status(client)).toBe(200);
});

it("forgets what opens nothing at the start and again and again, and ends no replacing that is under way", async () => {
  const server = await TestServer.open();
  await server.admin();
  await server.stop();
  const database = openDatabase(server.dataDir);
  const { sqlite } = database;
  const sessions = new Sessions({ database, changes: new AccessChanges(), idleDays: 7 });
  const person = sqlite.prepare("select id from person").pluck().get();
  const ended = sqlite.prepare(
    "insert into ended_session (token_hash, person_id, expires_at) values (?, ?, ?)",
  );
  const left = (): unknown[] =>
    sqlite.prepare("select token_hash from ended_session order by 1").pluck().all();
  ended.run("before the start", person, 1);
  ended.run("of use", person, Date.now() + dayMs);
  const stop = sessions.startForgetting({ warn: (details) => expect(details).toBeNull() }, 10);
  onTestFinished(() => {
    stop();
    database.close();
  });
  expect(left()).toEqual(["of use"]);
  sqlite.prepare("update session set replacedToken = 'replaced'").run();
  ended.run("while it runs", person, 1);
  sqlite
    .prepare(
      "insert into session (id, userId, token, expiresAt, createdAt, updatedAt) select 'over', userId, 'over', '2020', '2020', '2020' from session",
    )
    .run();
  await expect.poll(left).toEqual(["of use"]);
  expect(sqlite.prepare("select id, replacedToken from session").all()).toEqual([
    { id: expect.not.stringMatching("over"), replacedToken: "replaced" },
  ]);
});

describe("own sessions", () => {
  it("are listed with what they run on, and ended one by one or all but this", async () => {
    const server = await TestServer.open();
    const here = await server.admin();
    const ben = await server.invited("editor");
    const there = server.client();
    await there.call(
      "POST",
      "/api/auth/sign-in/email",
      { email: admin.email, password: admin.password },
      {
        "user-agent": firefox,
      },
    );
    const third = await server.admin();
    const socket = await joined(server, there);
    const list = await own(here);
    expect(list.length).toBe(4);
    expect(list.filter(({ current }) => current).length).toBe(1);
    expect(JSON.stringify(list)).not.toContain(tokenIn(here.cookie));
    const other = list.find(({ browser }) => browser === "Firefox");
    expect(other).toMatchObject({ device: "Firefox on Windows", system: "Windows", current: false });
    expect(Date.now() - Date.parse(other?.lastUsedAt ?? "")).toBeLessThan(dayMs);

    expect((await ben.call("DELETE", `/api/sessions/${other?.id}`)).status).toBe(404);
    expect(await status(there)).toBe(200);
    expect((await here.call("DELETE", `/api/sessions/${other?.id}`)).status).toBe(204);
    await until(() => socket.closed !== null);
    expect(socket.closed).toBe(closeCodes.signedOut);
    expect(await status(there)).toBe(401);
    expect((await here.call("DELETE", `/api/sessions/${other?.id}`)).status).toBe(404);

    expect((await here.call("POST", "/api/sessions/end-others")).body).toEqual({ ended: 2 });
    expect(await status(third)).toBe(401);
    expect(await status(here)).toBe(200);
    expect(await status(ben)).toBe(200);
    expect((await own(here)).map(({ current }) => current)).toEqual([true]);
    expect((await server.client().call("GET", "/api/sessions")).status).toBe(401);
  });

  it("end when their browser signs in again, which writes over their cookie", async () => {
    const server = await TestServer.open();
    const browser = await server.admin();
    const before = browser.cookie ?? "";
    await browser.signIn(admin);
    expect(browser.cookie).not.toBe(before);
    expect((await browser.call("GET", "/api/articles")).status).toBe(200);
    const old = await server.client().call("GET", "/api/articles", undefined, { cookie: before });
    expect(old.status).toBe(401);
  });

  it("are a hundred at most: with one more the one used longest ago ends, and little is kept of those that ended", async () => {
    const server = await TestServer.open();
    const [here, there] = [await server.admin(), await server.admin()];
    const socket = await joined(server, there);
    const count = (table: string) =>
      inDatabase(server, (sqlite) => sqlite.prepare(`select count(*) from ${table}`).pluck().get());
    inDatabase(server, (sqlite) => {
      const copy = sqlite.prepare(`
        insert into session (id, token, userId, expiresAt, createdAt, updatedAt)
        select @id, @id, userId, @end, createdAt, updatedAt from session limit 1`);
      const end = new Date(Date.now() + dayMs).toISOString();
      for (let i = 0; i < 300; i++) {
        copy.run({ id: `copy ${i}`, end });
        if (i >= 97) sqlite.prepare("delete from session where id = ?").run(`copy ${i}`);
      }
    });
    expect([count("session"), count("ended_session")]).toEqual([99, 200]);
    const further = await server.admin();
    expect(await status(there)).toBe(200);
    inDatabase(server, (sqlite) =>
      sqlite
        .prepare("update session set updatedAt = ? where token = ?")
        .run(new Date(Date.now() - 3 * dayMs).toISOString(), hashOfToken(tokenIn(there.cookie))),
    );
    const last = await server.admin();
    await until(() => socket.closed !== null);
    expect(socket.closed).toBe(closeCodes.signedOut);
    expect([count("session"), count("ended_session")]).toEqual([100, 200]);
    expect(await Promise.all([there, here, further, last].map(status))).toEqual([401, 200, 200, 200]);
  });

  it("end an open desk's news at once", async () => {
    const server = await TestServer.open();
    const [here, there] = [await server.admin(), await server.admin()];
    const response = await fetch(`${server.url}/api/desk/events`, {
      headers: { cookie: there.cookie ?? "" },
    });
    await here.call("POST", "/api/sessions/end-others");
    expect(await response.text()).toContain("event: ended");
  });
});

describe("a browser whose person was deactivated", () => {
  const asked = async (client: Client) => (await client.call<Session>("GET", "/api/session")).body;

  it("is told so by its old cookie, which opens nothing, until it signs out or the person comes back", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const ben = await server.invited("editor");
    const { cookie } = ben;
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    const ended = { reason: "deactivated", personId: ben.person.id };
    expect(await asked(ben)).toMatchObject({ person: null, ended });
    expect(await asked(withCookie(server, cookie))).toMatchObject({ person: null, ended });
    expect(ben.cookie).toBe(cookie);
    expect(await status(ben)).toBe(401);
    const another = cookie?.replace(/=(.)/, (_, first: string) => `=${first === "x" ? "y" : "x"}`) ?? "";
    expect(await asked(withCookie(server, another))).not.toHaveProperty("ended");
    expect(await asked(server.client())).not.toHaveProperty("ended");
    await ben.call("POST", "/api/auth/sign-out");
    expect(ben.cookie).toBeNull();
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: true });
    expect(await asked(withCookie(server, cookie))).not.toHaveProperty("ended");
    expect(await status(withCookie(server, cookie))).toBe(401);
  });

  it("is told so, too, when the session had ended before", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const ben = await server.invited("editor");
    const phone = server.client();
    await phone.signIn({ email: ben.person.email, password: "the password of Ben" });
    await ben.call("POST", "/api/sessions/end-others");
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    const ended = { reason: "deactivated", personId: ben.person.id };
    expect(await asked(phone)).toMatchObject({ person: null, ended });
    expect(await status(phone)).toBe(401);
  });

  it("is not told so when it only signed out, or its session was ended elsewhere", async () => {
    const server = await TestServer.open();
    const [here, there] = [await server.admin(), await server.admin()];
    await here.call("POST", "/api/sessions/end-others");
    expect(await asked(there)).toMatchObject({ person: null });
    expect(await asked(there)).not.toHaveProperty("ended");
  });
});
