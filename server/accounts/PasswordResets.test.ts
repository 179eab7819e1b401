import { spawnSync } from "node:child_process";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { ServerProcess, temporaryFolder } from "../operations/testing/newsroom.ts";
import { nodeArguments } from "../programs.ts";
import { admin, Client, TestServer } from "../testing/testServer.ts";

const newPassword = "four words of somebody new";

async function resetLink(by: Client, personId: string): Promise<string> {
  const { status, body } = await by.call<{ url: string }>("POST", `/api/people/${personId}/password-reset`);
  expect(status).toBe(201);
  return pathOf(body.url);
}
const pathOf = (url: string): string => `/api/password-resets/${url.split("/").at(-1)}`;
const signsIn = async (server: TestServer, email: string, password: string): Promise<number> =>
  (await server.client().signIn({ email, password })).status;

describe("a link to a new password", () => {
  it("sets it once, signs in, and ends every session that the person had", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const path = await resetLink(boss, ben.person.id);
    expect(await signsIn(server, "ben@example.org", "the password of Ben")).toBe(200);
    expect((await server.client().call("GET", path)).body).toMatchObject({
      name: "Ben",
      email: "ben@example.org",
    });
    const browser = server.client();
    const set = await browser.call("POST", path, { password: newPassword });
    expect({ status: set.status, user: set.body["user"] }).toEqual({ status: 200, user: ben.person });
    expect((await browser.call("GET", "/api/articles")).status).toBe(200);
    expect((await ben.call("GET", "/api/articles")).status).toBe(401);
    expect(await signsIn(server, "ben@example.org", "the password of Ben")).toBe(401);
    expect(await signsIn(server, "ben@example.org", newPassword)).toBe(200);
    expect((await server.client().call("GET", path)).status).toBe(404);
    expect((await server.client().call("POST", path, { password: "another one, longer" })).status).toBe(404);
  });

  it("is used by one of many who use it at once", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const path = await resetLink(boss, ben.person.id);
    const passwords = Array.from({ length: 6 }, (_, i) => `the new password no ${i}`);
    const answers = await Promise.all(
      passwords.map((password) => server.client().call("POST", path, { password })),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  });

  it("holds the new password to the rules, and keeps the link then", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const path = await resetLink(boss, ben.person.id);
    // oxlint-disable-next-line no-await-in-loop
    for (const password of ["short", "ben@example.org", "password1234"])
      expect((await server.client().call("POST", path, { password })).status).toBe(422);
    expect((await server.client().call("POST", path, { password: newPassword })).status).toBe(200);
  });

  it("gives way to a later one, to a changed password, and to a change of its person", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const works = async (path: string) => (await server.client().call("GET", path)).status === 200;
    const first = await resetLink(boss, ben.person.id);
    const second = await resetLink(boss, ben.person.id);
    expect([await works(first), await works(second)]).toEqual([false, true]);
    const changed = await ben.call("POST", "/api/auth/change-password", {
      currentPassword: "the password of Ben",
      newPassword,
    });
    expect(changed.status).toBe(200);
    expect(await works(second)).toBe(false);
    for (const change of [{ role: "guest" }, { active: false }]) {
      // oxlint-disable-next-line no-await-in-loop
      const link = await resetLink(boss, ben.person.id);
      // oxlint-disable-next-line no-await-in-loop
      await boss.call("PATCH", `/api/people/${ben.person.id}`, change);
      // oxlint-disable-next-line no-await-in-loop
      expect(await works(link)).toBe(false);
    }
    const refused = await boss.call("POST", `/api/people/${ben.person.id}/password-reset`);
    expect(refused.status).toBe(409);
  });

  it("ends with what its maker may do, and is nobody's own", async () => {
    const server = await TestServer.open();
    const [boss, second] = [await server.admin(), await server.invited("admin")];
    const third = await server.invited("editor", "Cleo");
    const path = await resetLink(second, third.person.id);
    const own = await second.call("POST", `/api/people/${second.person.id}/password-reset`);
    expect(own.status).toBe(403);
    await boss.call("PATCH", `/api/people/${second.person.id}`, { role: "editor" });
    await boss.call("PATCH", `/api/people/${second.person.id}`, { role: "admin" });
    expect((await server.client().call("POST", path, { password: newPassword })).status).toBe(404);
  });

  it("is stored hashed", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const token = (await resetLink(boss, ben.person.id)).split("/").at(-1) ?? "";
    const database = new Database(join(server.dataDir, "foureyes.db"), { readonly: true });
    const rows = JSON.stringify(database.prepare("select * from password_reset").all());
    database.close();
    expect(rows).toContain(ben.person.id);
    expect(rows).not.toContain(token);
  });
});

it("the only admin gets one from the machine, while the server runs", async () => {
  const folder = temporaryFolder();
  const server = await ServerProcess.start(folder);
  const command = new URL("../operations/command.ts", import.meta.url);
  const run = (email: string) =>
    spawnSync(process.execPath, [...nodeArguments(command), "reset-password", email], {
      encoding: "utf8",
      env: { ...process.env, DATA_DIR: folder, PUBLIC_URL: "https://news.example" },
    });
  const made = run(` ${admin.email.toUpperCase()} `);
  expect(made).toMatchObject({ status: 0, stderr: "" });
  const [url = ""] = /https:\S+/.exec(made.stdout) ?? [];
  expect(url).toMatch(/^https:\/\/news\.example\/new-password\/[\w-]{32}$/);
  const browser = new Client(server.url);
  expect((await browser.call("POST", pathOf(url), { password: newPassword })).status).toBe(200);
  expect((await browser.call("POST", "/api/articles", {})).status).toBe(201);
  const nobody = run("nobody@example.org");
  expect({ status: nobody.status, said: nobody.stderr }).toEqual({
    status: 1,
    said: "There is no account with the address nobody@example.org.\n",
  });
  expect(await server.end("SIGTERM")).toBe(0);
});

describe("who was deactivated", () => {
  it("comes back by an invitation made afterwards, into the same account", async () => {
    const server = await TestServer.open();
    const [boss, ben] = [await server.admin(), await server.invited("editor")];
    const invite = async () => {
      const { body } = await boss.call<{ url: string }>("POST", "/api/invitations", { role: "guest" });
      return `/api/invitations/${body.url.split("/").at(-1)}`;
    };
    const before = await invite();
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    const again = { name: "Ben again", email: "Ben@Example.org", password: newPassword };
    const early = await server.client().call("POST", before, again);
    expect({ status: early.status, code: early.body["code"] }).toEqual({ status: 409, code: "conflict" });
    const since = await invite();
    // Deactivated already: nothing changes.
    await boss.call("PATCH", `/api/people/${ben.person.id}`, { active: false });
    const back = await server.client().call("POST", since, again);
    expect(back.body["user"]).toEqual({ ...ben.person, name: "Ben again", role: "guest" });
    expect((await ben.call("GET", "/api/articles")).status).toBe(401);
    expect(await signsIn(server, "ben@example.org", "the password of Ben")).toBe(401);
    expect(await signsIn(server, "ben@example.org", newPassword)).toBe(200);
    const people = await boss.call<{ people: unknown[] }>("GET", "/api/people");
    expect(people.body.people.length).toBe(2);
  });

  it("does not come back while active by somebody else's invitation", async () => {
    const server = await TestServer.open();
    const [boss] = [await server.admin(), await server.invited("editor")];
    const { body } = await boss.call<{ url: string }>("POST", "/api/invitations", { role: "admin" });
    const path = `/api/invitations/${body.url.split("/").at(-1)}`;
    const answer = await server
      .client()
      .call("POST", path, { name: "Eve", email: "ben@example.org", password: newPassword });
    expect(answer.status).toBe(409);
    expect(await signsIn(server, "ben@example.org", "the password of Ben")).toBe(200);
  });
});
