import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Role } from "../../src/domain/permissions/roles.ts";
import type { InvitationLink, OpenInvitations } from "../../src/domain/protocol/api.ts";
import { openDatabase } from "../storage/database.ts";
import { type Client, TestServer } from "../testing/testServer.ts";
import { AccessChanges } from "./accessChanges.ts";
import { Accounts } from "./accounts.ts";
import { fates } from "./givenOut.ts";
import { PasswordHasher } from "./passwords/PasswordHasher.ts";

const newcomer = { name: "Eve", email: "eve@example.org", password: "the password of Eve" };

const invitation = async (client: Client, role: Role): Promise<string> => {
  const { body } = await client.call<InvitationLink>("POST", "/api/invitations", { role });
  return `/api/invitations/${body.url.split("/").at(-1)}`;
};
const accept = (server: TestServer, path: string, name = "eve") =>
  server.client().call("POST", path, { ...newcomer, email: `${name}@example.org` });

describe("what a person gave out", () => {
  it("is decided for every column that names a person", async () => {
    const server = await TestServer.open();
    const sqlite = new Database(join(server.dataDir, "foureyes.db"));
    const tables = sqlite
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .pluck()
      .all() as string[];
    const naming = tables.flatMap((table) => {
      const references = (sqlite.pragma(`foreign_key_list(${table})`) as { table: string; from: string }[])
        .filter(({ table: named }) => named === "person")
        .map(({ from }) => from);
      const columns = (sqlite.pragma(`table_info(${table})`) as { name: string }[])
        .map(({ name }) => name)
        .filter(
          (name) =>
            /^(user|person|account)_?id$/i.test(name) || /^(created|invited|used|made)_by$/.test(name),
        );
      return [...new Set([...references, ...columns])].map((column) => `${table}.${column}`);
    });
    sqlite.close();
    // better-auth's own name for the account at a provider, and its links, which name a person in a text.
    const decided = [...Object.keys(fates), "account.accountId"].filter(
      (name) => name !== "verification.value",
    );
    expect(naming.sort()).toEqual(decided.sort());
  });

  it.each([
    ["deactivated", { active: false }],
    ["made an editor", { role: "editor" }],
    ["made a guest", { role: "guest" }],
  ])("lets nobody in once its maker is %s, and does not come back", async (_how, change) => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const kept = await invitation(boss, "guest");
    const links = await Promise.all(
      (["admin", "editor", "guest"] as const).map((role) => invitation(second, role)),
    );
    expect((await boss.call("PATCH", `/api/people/${second.person.id}`, change)).status).toBe(200);
    const list = async () => (await boss.call<OpenInvitations>("GET", "/api/invitations")).body.invitations;
    expect((await list()).map(({ invitedBy }) => invitedBy)).toEqual(["ada"]);
    for (const link of links) expect((await server.client().call("GET", link)).status).toBe(410);
    await boss.call("PATCH", `/api/people/${second.person.id}`, { active: true, role: "admin" });
    for (const link of links) expect((await accept(server, link)).status).toBe(410);
    expect((await list()).length).toBe(1);
    expect((await accept(server, kept)).status).toBe(200);
  });

  it.each(["person", "link"] as const)("lets nobody in once the %s sets a new password", async (by) => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const third = await server.invited("editor", "Cleo");
    const reset = async (maker: Client, personId: string): Promise<string> => {
      const { body } = await maker.call<{ url: string }>("POST", `/api/people/${personId}/password-reset`);
      return `/api/password-resets/${body.url.split("/").at(-1)}`;
    };
    const used = await invitation(second, "editor");
    expect((await accept(server, used)).status).toBe(200);
    const ended = [await invitation(second, "admin"), await reset(second, third.person.id)];
    const kept = await invitation(boss, "guest");
    const newPassword = "another password of Ben";
    const own = await reset(boss, second.person.id);
    const answer =
      by === "link"
        ? await server.client().call("POST", own, { password: newPassword })
        : await second.call("POST", "/api/auth/change-password", {
            currentPassword: "the password of Ben",
            newPassword,
          });
    expect(answer.status).toBe(200);
    const works = async (link: string) => (await server.client().call("GET", link)).status === 200;
    for (const link of [...ended, own]) expect(await works(link)).toBe(false);
    expect(await works(kept)).toBe(true);
    const { people } = (await boss.call<{ people: object[] }>("GET", "/api/people")).body;
    expect(people.length).toBe(4);
  });

  it("lets nobody in though the account is being made while its maker is demoted", async () => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const links = await Promise.all(Array.from({ length: 8 }, () => invitation(second, "admin")));
    const coming = links.map((link, i) => accept(server, link, `eve${i}`));
    const demoted = await boss.call("PATCH", `/api/people/${second.person.id}`, { role: "editor" });
    expect(demoted.status).toBe(200);
    const later = await accept(server, links[0] ?? "", "late");
    expect(later.status).toBe(410);
    const came = (await Promise.all(coming)).filter(({ status }) => status === 200).length;
    const { people } = (await boss.call<{ people: { role: Role }[] }>("GET", "/api/people")).body;
    expect(people.filter(({ role }) => role === "admin").length).toBe(came + 1);
    // A password's hash takes longer than the demotion: whoever came did so before it.
    expect(came).toBeLessThan(links.length);
  });

  it("lets nobody in by a session that was being made as its person was deactivated, once they are back", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const sqlite = new Database(join(server.dataDir, "foureyes.db"));
    onTestFinished(() => void sqlite.close());
    const late = sqlite.prepare("select * from session where userId = ?").get(ben.person.id) as object;
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    const columns = Object.keys(late);
    sqlite
      .prepare(
        `insert into session (${columns.join(", ")}) values (${columns.map((name) => `@${name}`).join(", ")})`,
      )
      .run(late);
    expect((await ben.call("GET", "/api/articles")).status).toBe(401);
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: true });
    expect((await ben.call("GET", "/api/articles")).status).toBe(401);
  });

  it("counts for nothing while the database says that its maker may not, however it came to say so", async () => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const link = await invitation(second, "editor");
    const sqlite = new Database(join(server.dataDir, "foureyes.db"));
    sqlite.prepare("update person set role = 'editor' where id = ?").run(second.person.id);
    sqlite.close();
    expect((await accept(server, link)).status).toBe(410);
    expect((await boss.call<OpenInvitations>("GET", "/api/invitations")).body.invitations).toEqual([]);
  });

  it("is asked for again at the moment of the change: a request that was let in before the demotion does nothing", async () => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    await boss.call("PATCH", `/api/people/${second.person.id}`, { role: "editor" });
    await server.stop();
    const database = openDatabase(server.dataDir);
    onTestFinished(() => database.close());
    const changes = new AccessChanges();
    const hasher = new PasswordHasher();
    onTestFinished(() => hasher.close());
    const accounts = new Accounts({ database, hasher, changes, openSignUp: false });
    const { id } = second.person;
    expect(accounts.changePerson(id, { role: "admin" }, id)).toEqual({ code: "not-allowed" });
    expect(accounts.changePerson(id, { role: "admin" }, "nobody")).toEqual({ code: "not-allowed" });
    expect(accounts.invitations.make("guest", id, "")).toBeNull();
    expect(database.sqlite.prepare("select role from person where id = ?").pluck().get(id)).toBe("editor");
  });

  it("is nothing more: of two admins who demote each other at once, one remains", async () => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const { id } = (await boss.call<{ person: { id: string } }>("GET", "/api/session")).body.person;
    const outcomes = await Promise.all([
      boss.call("PATCH", `/api/people/${second.person.id}`, { role: "editor" }),
      second.call("PATCH", `/api/people/${id}`, { role: "editor" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
  });
});

it("a demotion holds at once for requests, the desk's news and links not yet made", async () => {
  const server = await TestServer.open();
  const [boss, second] = [await server.admin(), await server.invited("admin")];
  const news = await fetch(`${server.url}/api/desk/events`, { headers: { cookie: second.cookie ?? "" } });
  const reader = news.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain('data: "admin"');
  await boss.call("PATCH", `/api/people/${second.person.id}`, { role: "guest" });
  expect((await reader?.read())?.value).toContain('data: "guest"');
  await reader?.cancel();
  for (const [method, path, body] of [
    ["POST", "/api/invitations", { role: "guest" }],
    ["GET", "/api/people", undefined],
    ["PATCH", `/api/people/${second.person.id}`, { role: "admin" }],
    ["POST", "/api/articles", {}],
  ] as const)
    expect((await second.call(method, path, body)).status).toBe(403);
});
