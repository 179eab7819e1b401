import { AsyncLocalStorage } from "node:async_hooks";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { InvitationLink, OpenInvitations, People, Session } from "../../src/domain/protocol/api.ts";
import { openDatabase } from "../storage/database.ts";
import { admin, type Client, TestServer } from "../testing/testServer.ts";
import { AccessChanges } from "./accessChanges.ts";
import { Accounts } from "./accounts.ts";
import { PasswordHasher } from "./passwords/PasswordHasher.ts";
import { Sessions } from "./Sessions.ts";

const newcomer = { name: "Ben", email: "ben@example.org", password: "the password of Ben" };
const noAdmin = { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" };
/** Whether a storage is told of every timer; Node 24 has none that is. */
function followed(): boolean {
  const timer = setImmediate(() => {});
  return Object.getOwnPropertySymbols(timer).some(({ description }) => description === "kResourceStore");
}
const session = async (client: Client): Promise<Session> =>
  (await client.call<Session>("GET", "/api/session")).body;

describe("the first account", () => {
  it("becomes admin and closes sign-up", async () => {
    const server = await TestServer.open(noAdmin);
    const first = server.client();
    expect(await session(first)).toEqual({ person: null, signUpOpen: true, firstAccount: true });
    const answer = await first.call("POST", "/api/auth/sign-up/email", newcomer);
    expect(answer).toMatchObject({ status: 200, body: { user: { role: "admin", name: "Ben" } } });
    expect(await session(first)).toMatchObject({ person: { role: "admin" }, signUpOpen: false });
    const second = await server
      .client()
      .call("POST", "/api/auth/sign-up/email", { ...newcomer, email: "second@example.org" });
    expect(second).toMatchObject({ status: 403, body: { code: "sign-up-closed" } });
  });

  it("is one, however many sign up at once", async () => {
    const server = await TestServer.open(noAdmin);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        server.client().call("POST", "/api/auth/sign-up/email", { ...newcomer, email: `p${i}@example.org` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(5);
  });

  it("comes from the environment once and is never reset by it", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const changed = "another password entirely";
    await client.call("POST", "/api/auth/change-password", {
      currentPassword: admin.password,
      newPassword: changed,
    });
    await server.stop();
    await server.start();
    expect((await server.client().signIn(admin)).status).toBe(401);
    expect((await server.client().signIn({ ...admin, password: changed })).status).toBe(200);
  });

  it("leaves the door open for editors with OPEN_SIGNUP=1", async () => {
    const server = await TestServer.open({ OPEN_SIGNUP: "1" });
    const answer = await server.client().call("POST", "/api/auth/sign-up/email", newcomer);
    expect(answer).toMatchObject({ status: 200, body: { user: { role: "editor" } } });
    expect(await session(server.client())).toMatchObject({ signUpOpen: true });
  });
});

describe("signing in", () => {
  it("leaves nothing behind that follows asynchronous work and makes all of it dearer", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await Promise.all([session(client), session(client), session(server.client())]);
    expect(followed()).toBe(false);
    // It would be seen.
    new AsyncLocalStorage().run(1, () => {});
    expect(followed()).toBe(true);
  });

  it("lasts over a restart of the server", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await server.stop();
    await server.start();
    const again = server.client();
    again.cookie = client.cookie;
    expect(await session(again)).toMatchObject({ person: { email: admin.email } });
  });

  it("limits wrong passwords of one account, and nobody else", async () => {
    const server = await TestServer.open();
    const ben = await server.invited("editor");
    const stranger = server.client();
    const wrong = { ...admin, password: "a guess" };
    for (let i = 0; i < 10; i++) expect((await stranger.signIn(wrong)).status).toBe(401);
    const limited = await stranger.signIn(wrong);
    expect(limited).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await stranger.signIn({ ...admin, email: admin.email.toUpperCase() })).status).toBe(429);
    expect((await server.client().signIn({ ...newcomer, email: ben.person.email })).status).toBe(200);
  });

  it("does not let guesses through that come all at once", async () => {
    const server = await TestServer.open();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => server.client().signIn({ ...admin, password: "a guess" })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it("takes the address of a client from a trusted proxy only", async () => {
    const guess = (client: Client, from: string) =>
      client.call(
        "POST",
        "/api/auth/sign-in/email",
        { email: admin.email, password: "a guess" },
        { "x-forwarded-for": from },
      );
    const direct = await TestServer.open();
    for (let i = 0; i < 10; i++) await guess(direct.client(), `192.0.2.${i}`);
    expect((await guess(direct.client(), "192.0.2.99")).status).toBe(429);
    const behindProxy = await TestServer.open({ TRUST_PROXY: "1" });
    for (let i = 0; i < 11; i++) await guess(behindProxy.client(), "192.0.2.1");
    expect((await guess(behindProxy.client(), "192.0.2.1")).status).toBe(429);
    expect((await guess(behindProxy.client(), "192.0.2.2")).status).toBe(401);
  });

  it("sets plain cookies without PUBLIC_URL and secure ones with https", async () => {
    const cookieWith = async (environment: Record<string, string>) =>
      (await (await TestServer.open(environment)).client().signIn(admin)).headers.getSetCookie()[0];
    const plain = await cookieWith({});
    expect(plain).toMatch(/^foureyes\.session_token=.*HttpOnly; SameSite=Lax/);
    expect(plain).not.toMatch(/secure/i);
    const secure = await cookieWith({ PUBLIC_URL: "https://news.example" });
    expect(secure).toMatch(/^__Host-foureyes\.session_token=.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
    expect(secure).not.toMatch(/domain/i);
  });

  it("ends with signing out, for every request of that session", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const kept = client.cookie;
    expect((await client.call("POST", "/api/auth/sign-out")).status).toBe(200);
    const again = server.client();
    again.cookie = kept;
    expect((await again.call("GET", "/api/articles")).status).toBe(401);
  });

  it("ends when the session expires, though it was just used", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    expect((await client.call("GET", "/api/articles")).status).toBe(200);
    const database = new Database(`${server.dataDir}/foureyes.db`);
    database.prepare("update session set expiresAt = '2001-01-01T00:00:00.000Z'").run();
    database.close();
    await expect.poll(async () => (await client.call("GET", "/api/articles")).status).toBe(401);
  });
});

describe("where requests come from", () => {
  it("refuses changes from another site's page", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const from = (origin: string) => client.call("POST", "/api/articles", {}, { origin });
    expect(await from("http://evil.example")).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect((await from("null")).status).toBe(403);
    expect((await from(server.url)).status).toBe(201);
    const signIn = await server
      .client()
      .call("POST", "/api/auth/sign-in/email", admin, { origin: "http://evil.example" });
    expect(signIn.status).toBe(403);
  });

  it("knows its own pages by PUBLIC_URL alone when there is one", async () => {
    const server = await TestServer.open({ PUBLIC_URL: "https://news.example" });
    const byAnother = await server
      .client()
      .call("POST", "/api/auth/sign-in/email", admin, { origin: server.url });
    expect(byAnother).toMatchObject({ status: 403, body: { code: "unknown-address" } });
    const signIn = (origin: string) =>
      server.client().call("POST", "/api/auth/sign-in/email", admin, { origin });
    expect((await signIn(server.url)).status).toBe(403);
    expect((await signIn("https://news.example")).status).toBe(200);
  });
});

describe("invitations", () => {
  it("let one person in, once, in the role they name", async () => {
    const server = await TestServer.open();
    const link = (
      await (await server.admin()).call<InvitationLink>("POST", "/api/invitations", { role: "guest" })
    ).body;
    expect(link.url).toMatch(new RegExp(`^${server.url}/invitation/[\\w-]{32}$`));
    const path = `/api${new URL(link.url).pathname.replace("invitation", "invitations")}`;
    expect((await server.client().call("GET", path)).body).toMatchObject({ role: "guest", invitedBy: "ada" });
    const answers = await Promise.all(
      ["one", "two"].map((name) =>
        server.client().call("POST", path, { ...newcomer, name, email: `${name}@example.org` }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]));
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ user: { role: "guest" } });
    expect(await server.client().call("GET", path)).toMatchObject({
      status: 410,
      body: { code: "invitation-used" },
    });
  });

  it("stay usable when the address is taken", async () => {
    const server = await TestServer.open();
    const link = (
      await (await server.admin()).call<InvitationLink>("POST", "/api/invitations", { role: "editor" })
    ).body;
    const path = `/api/invitations/${link.url.split("/").at(-1)}`;
    const taken = await server.client().call("POST", path, { ...newcomer, email: admin.email });
    expect(taken).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await server.client().call("POST", path, newcomer)).status).toBe(200);
  });

  it("expire", async () => {
    const server = await TestServer.open();
    const link = (
      await (await server.admin()).call<InvitationLink>("POST", "/api/invitations", { role: "editor" })
    ).body;
    const database = new Database(`${server.dataDir}/foureyes.db`);
    database.prepare("update invitation set expires_at = ?").run(Date.now() - 1);
    database.close();
    const answer = await server
      .client()
      .call("POST", `/api/invitations/${link.url.split("/").at(-1)}`, newcomer);
    expect(answer.status).toBe(410);
  });

  it("are listed while they can be used, and gone when withdrawn", async () => {
    const server = await TestServer.open();
    const chief = await server.admin();
    await server.invited("guest", "Used");
    const make = async (note: string) =>
      (await chief.call<InvitationLink>("POST", "/api/invitations", { role: "editor", note })).body.url;
    const link = await make(" Nora\u0000 Neu ");
    await make("Emil");
    const list = async () => (await chief.call<OpenInvitations>("GET", "/api/invitations")).body.invitations;
    const [, nora] = await list();
    expect((await list()).map(({ note }) => note)).toEqual(["Emil", "Nora Neu"]);
    expect(nora).toMatchObject({ role: "editor", invitedBy: "ada" });
    expect(link).not.toContain(nora?.id);

    const path = `/api/invitations/${link.split("/").at(-1)}`;
    expect((await chief.call("DELETE", path)).status).toBe(404);
    expect((await chief.call("DELETE", `/api/invitations/${nora?.id}`)).status).toBe(204);
    expect((await chief.call("DELETE", `/api/invitations/${nora?.id}`)).status).toBe(404);
    expect((await server.client().call("POST", path, newcomer)).status).toBe(410);
    expect((await list()).map(({ note }) => note)).toEqual(["Emil"]);
  });

  it("are made, seen and withdrawn by admins only", async () => {
    const server = await TestServer.open();
    const editor = await server.invited("editor");
    expect((await editor.call("GET", "/api/invitations")).status).toBe(403);
    expect((await editor.call("DELETE", "/api/invitations/x")).status).toBe(403);
    expect((await editor.call("POST", "/api/invitations", { role: "admin" })).status).toBe(403);
    expect((await editor.call("GET", "/api/people")).status).toBe(403);
  });
});

describe("people", () => {
  it("lose their sessions at once when they are deactivated, and get in again when they are not", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const ben = await server.invited("editor");
    expect((await ben.call("GET", "/api/articles")).status).toBe(200);
    const off = await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    expect(off).toMatchObject({ status: 200, body: { active: false, role: "editor" } });
    expect((await ben.call("GET", "/api/articles")).status).toBe(401);
    const refused = await server.client().signIn(newcomer);
    expect(refused).toMatchObject({ status: 403, body: { code: "forbidden" } });
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: true });
    expect((await server.client().signIn(newcomer)).status).toBe(200);
    const { people } = (await boss.call<People>("GET", "/api/people")).body;
    expect(people.map(({ name, role }) => [name, role])).toEqual([
      ["ada", "admin"],
      ["Ben", "editor"],
    ]);
  });

  it("keep one active admin", async () => {
    const server = await TestServer.open();
    const boss = await server.admin();
    const { person } = await session(boss);
    const change = (body: object) => boss.call("PATCH", `/api/people/${person?.id}`, body);
    expect(await change({ active: false })).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await change({ role: "editor" })).status).toBe(409);
    const second = await server.invited("admin");
    expect((await change({ role: "editor" })).status).toBe(200);
    expect((await boss.call("GET", "/api/people")).status).toBe(403);
    const back = await second.call("PATCH", `/api/people/${person?.id}`, { role: "admin" });
    expect(back.status).toBe(200);
  });

  it("change their own password, which ends their other sessions and keeps this one", async () => {
    const server = await TestServer.open();
    const here = await server.admin();
    const elsewhere = await server.admin();
    const wrong = await here.call("POST", "/api/auth/change-password", {
      currentPassword: "not this one",
      newPassword: "a new password",
    });
    expect(wrong).toMatchObject({ status: 403, body: { code: "forbidden" } });
    const right = await here.call("POST", "/api/auth/change-password", {
      currentPassword: admin.password,
      newPassword: "a new password",
    });
    expect(right.status).toBe(200);
    expect((await here.call("GET", "/api/articles")).status).toBe(200);
    expect((await elsewhere.call("GET", "/api/articles")).status).toBe(401);
  });

  it("tell everybody of a new name, and nobody of the one they have or of sessions that are not there", async () => {
    const server = await TestServer.open();
    await server.admin();
    await server.stop();
    const database = openDatabase(server.dataDir);
    const hasher = new PasswordHasher();
    onTestFinished(async () => {
      await hasher.close();
      database.close();
    });
    const changes = new AccessChanges();
    const told = vi.fn();
    changes.on(told);
    const accounts = new Accounts({ database, changes, hasher, openSignUp: false });
    const sessions = new Sessions({ database, changes, idleDays: 7 });
    const [own] = database.runNow(database.rows.selectFrom("session").select(["id", "userId"]).compile());
    const { id = "", userId: personId = "" } = own ?? {};
    expect(accounts.changeName(personId, " Adele ")).toMatchObject({
      person: { id: personId, name: "Adele" },
    });
    expect(told.mock.calls).toEqual([[{ personId }]]);
    expect(accounts.changeName(personId, "Adele")).toMatchObject({ person: { id: personId, name: "Adele" } });
    expect(accounts.changeName("nobody", "Adele")).toBeNull();
    expect(sessions.endOthers(personId, id)).toBe(0);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("have names that one can tell apart: nobody takes another's, also by look-alike letters", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const rename = async (client: Client, name: string) => {
      const { status, body } = await client.call("POST", "/api/auth/update-user", { name });
      return [status, body["code"] ?? name];
    };
    expect(await rename(boss, "Ada")).toEqual([200, "Ada"]);
    // oxlint-disable-next-line no-await-in-loop
    for (const name of ["Ada", " aDA\u200b", "Аdа", "Ａｄａ", "A. d. a.", "A\u3164da\u2800", "Ad\u{e0061}a"])
      expect(await rename(ben, name)).toEqual([409, "name-taken"]);
    expect(await rename(ben, "BEN")).toEqual([200, "BEN"]);
    const come = async (name: string, email: string) => {
      const { body } = await boss.call<{ url: string }>("POST", "/api/invitations", { role: "editor" });
      const link = `/api/invitations/${body.url.split("/").at(-1)}`;
      const answer = await server.client().call("POST", link, { ...newcomer, name, email });
      return [answer.status, answer.body["code"]];
    };
    expect(await come("АDА", "other@example.org")).toEqual([409, "name-taken"]);
    expect(await come("\u115fAda\ufe0f", "other@example.org")).toEqual([409, "name-taken"]);
    expect(await come("Ada M.", "other@example.org")).toEqual([200, undefined]);
    // Two people of one name may work in a newsroom.
    expect(await come("Ben", "third@example.org")).toEqual([200, undefined]);
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { role: "admin" });
    expect(await come("Ben", "fourth@example.org")).toEqual([409, "name-taken"]);
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    expect(await come("Ben", "fourth@example.org")).toEqual([200, undefined]);
  });

  it("change their own name, without control characters", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const renamed = await client.call("POST", "/api/auth/update-user", {
      name: " Ada\u0000\n Lovelace\u202e ",
    });
    expect(renamed.body).toMatchObject({ user: { name: "Ada Lovelace" } });
    expect(await session(client)).toMatchObject({ person: { name: "Ada Lovelace" } });
  });

  it("have names that show, and are no longer when they are compared", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const rename = async (name: string) => {
      const { status, body } = await client.call("POST", "/api/auth/update-user", { name });
      return status === 200 ? (body["user"] as { name: string }).name : status;
    };
    const unseen = [
      "\u200b\u0007",
      "\u3164",
      "\u115f \u1160",
      "\u2800\ufe0f",
      "\u{e0061}",
      "\ue000",
      "\ud800",
    ];
    // oxlint-disable-next-line no-await-in-loop
    for (const name of [...unseen, "\u0301", "\ufdfa".repeat(7)]) expect(await rename(name)).toBe(400);
    expect(await rename("A\u00adda\u3164 Love\u2800lace\u{e0100}")).toBe("Ada Love lace");
    expect(await rename("علی‌رضا")).toBe("علیرضا");
    expect(await rename(`Ada${"\u0301".repeat(60)}`)).toBe(`Ada${"\u0301".repeat(8)}`);
    expect(await rename("မြွှေ့ โต๊ะ")).toBe("မြွှေ့ โต๊ะ");
    expect(await rename("★ \ufdfa")).toBe("★ \ufdfa");
    const { body } = await client.call("POST", "/api/invitations", {
      role: "guest",
      note: "Nora\u3164\u202e",
    });
    expect(body["url"]).toMatch(/invitation/);
    const { invitations } = (await client.call<OpenInvitations>("GET", "/api/invitations")).body;
    expect(invitations[0]?.note).toBe("Nora");
  });
});
