import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConfigError } from "../../config.ts";
import { admin, TestServer } from "../../testing/testServer.ts";
import { PasswordHasher } from "./PasswordHasher.ts";

const ben = { name: "Ben", email: "ben@example.org" };

const refused = [
  ["kurz und so", "password-short"],
  ["x ".repeat(65), "password-long"],
  [" BEN@example.org", "password-personal"],
  ["passwordpassword", "password-common"],
  ["Unbelievable 1!", "password-common"],
  ["administrator", "password-common"],
] as const;

describe("a new password is refused with what to do", () => {
  it.each(refused)("«%s»: %s", async (password, code) => {
    const server = await TestServer.open({ OPEN_SIGNUP: "1" });
    const boss = await server.admin();
    const link = await boss.call<{ url: string }>("POST", "/api/invitations", { role: "guest" });
    const invitation = `/api/invitations/${link.body.url.split("/").at(-1)}`;
    for (const path of ["/api/auth/sign-up/email", invitation]) {
      const answer = await server.client().call("POST", path, { ...ben, password });
      expect(answer).toMatchObject({ status: 422, body: { code } });
      expect(JSON.stringify(answer.body)).not.toContain(password);
    }
    const newcomer = server.client();
    const accepted = await newcomer.call("POST", invitation, { ...ben, password: "the password of Ben" });
    expect(accepted.status).toBe(200);
    const changed = await newcomer.call("POST", "/api/auth/change-password", {
      currentPassword: "the password of Ben",
      newPassword: password,
    });
    expect(changed).toMatchObject({ status: 422, body: { code } });
  });

  it("at the server's start, in one line", async () => {
    const server = await TestServer.open({ ADMIN_EMAIL: "", ADMIN_PASSWORD: "" });
    await server.stop();
    const start = server.start({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: "Unbelievable 1!" });
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(/^ADMIN_PASSWORD is not taken\. This password is among the first/);
  });
});

it.each([
  "four eyes see more",
  "the password of Ben",
  "a long bench password 1",
  "types five keys a second",
  "another pair of eyes",
  "xK4#pQz9!mW2",
  "🐄🐐🐖🐎🐑🐓🦆🦢🐕🐈🐁🐇".repeat(10),
])("signs in with «%s»", async (password) => {
  const server = await TestServer.open({ OPEN_SIGNUP: "1" });
  const created = await server.client().call("POST", "/api/auth/sign-up/email", { ...ben, password });
  expect(created.status).toBe(200);
  expect((await server.client().signIn({ ...ben, password })).status).toBe(200);
});

it("lets those in whose password is older than the rules", async () => {
  const server = await TestServer.open();
  const hasher = new PasswordHasher();
  onTestFinished(() => hasher.close());
  const database = new Database(`${server.dataDir}/foureyes.db`);
  database.prepare("update account set password = ?").run(await hasher.hash("12345678"));
  database.close();
  expect((await server.client().signIn({ ...admin, password: "12345678" })).status).toBe(200);
});

it("gives no new guesses at the current password for a new one that is refused", async () => {
  const server = await TestServer.open();
  const thief = await server.admin();
  const change = async (currentPassword: string, newPassword: string) =>
    (await thief.call("POST", "/api/auth/change-password", { currentPassword, newPassword })).status;
  for (let i = 0; i < 10; i++) {
    expect(await change(`a guess ${i}`, "a password of my own")).toBe(403);
    if (i < 9) expect(await change(`a guess ${i}`, "short")).toBe(422);
  }
  expect(await change(admin.password, "a password of my own")).toBe(429);
});
