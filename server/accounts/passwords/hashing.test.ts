import { randomBytes, scryptSync } from "node:crypto";
import { hashSync } from "@node-rs/argon2";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { admin, TestServer } from "../../testing/testServer.ts";
import { isOutdated } from "./hashParameters.ts";
import { PasswordHasher } from "./PasswordHasher.ts";

function newHasher(): PasswordHasher {
  const hasher = new PasswordHasher();
  onTestFinished(() => hasher.close());
  return hasher;
}

/** As better-auth stores it by default. */
function scryptHash(password: string): string {
  const salt = randomBytes(16).toString("hex");
  const parameters = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
  return `${salt}:${scryptSync(password, salt, 64, parameters).toString("hex")}`;
}
const weakArgon2 = (password: string): string => hashSync(password, { memoryCost: 4096, timeCost: 1 });

describe("hashing", () => {
  it("takes OWASP's parameters and a new salt each time", async () => {
    const hasher = newHasher();
    const hash = await hasher.hash("four eyes see more");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.hash("four eyes see more")).not.toBe(hash);
    expect(await hasher.verify(hash, "four eyes see more")).toBe(true);
    expect(await hasher.verify(hash, "four eyes see mor")).toBe(false);
  });

  it("takes a password as the same however a keyboard composes its letters", async () => {
    const hasher = newHasher();
    const hash = await hasher.hash("zwölf grüne Bäume".normalize("NFD"));
    expect(await hasher.verify(hash, "zwölf grüne Bäume".normalize("NFC"))).toBe(true);
  });

  it("goes on after its thread died, and tells whom that concerned", async () => {
    const hasher = newHasher();
    const good = await hasher.hash("four eyes see more");
    const doomed = hasher.verify("no hash at all", "x");
    const cutOff = hasher.hash("asked while the thread dies");
    await expect(doomed).rejects.toThrow("thread that hashes passwords ended");
    await expect(cutOff).rejects.toThrow("thread that hashes passwords ended");
    expect(await hasher.verify(good, "four eyes see more")).toBe(true);
  });

  it("ends with the server", async () => {
    const hasher = new PasswordHasher();
    const underWay = hasher.hash("four eyes see more");
    await hasher.close();
    await expect(underWay).rejects.toThrow();
    await expect(hasher.hash("four eyes see more")).rejects.toThrow("closing");
  });
});

describe("a hash made by weaker rules", () => {
  it.each([
    ["scrypt", scryptHash("x"), true],
    ["little memory", weakArgon2("x"), true],
    ["argon2i", "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA", true],
    ["these", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA", false],
    ["stronger ones", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaA", false],
  ])("is told by its parameters: %s", (_, hash, outdated) => {
    expect(isOutdated(hash)).toBe(outdated);
  });

  it.each([
    ["scrypt", scryptHash],
    ["weaker Argon2", weakArgon2],
  ])("lets its person in and is made anew at sign-in: %s", async (_, old) => {
    const server = await TestServer.open();
    const database = new Database(`${server.dataDir}/foureyes.db`);
    onTestFinished(() => void database.close());
    const stored = () => database.prepare("select password from account").pluck().get() as string;
    const weak = old(admin.password);
    database.prepare("update account set password = ?").run(weak);
    expect((await server.client().signIn({ ...admin, password: "a wrong one" })).status).toBe(401);
    expect(stored()).toBe(weak);
    expect((await server.client().signIn(admin)).status).toBe(200);
    const renewed = stored();
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await server.client().signIn(admin)).status).toBe(200);
    expect(stored()).toBe(renewed);
  });
});
