import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../storage/database.ts";
import { admin, TestServer } from "../../testing/testServer.ts";
import { StoredPasswords } from "./StoredPasswords.ts";

it("a password's version changes with the password alone, and is one for all unknown addresses", async () => {
  const server = await TestServer.open();
  const ben = await server.invited("editor");
  await server.stop();
  const database = openDatabase(server.dataDir);
  onTestFinished(() => database.close());
  const passwords = new StoredPasswords(database, { hash: (password) => Promise.resolve(password) });
  const addresses = [admin.email, ben.person.email, "nobody@example.org", "somebody@example.org"];
  const versions = () => addresses.map((email) => passwords.version(email));
  const before = versions();
  expect(new Set(before).size).toBe(3);
  expect(before[2]).toBe(before[3]);
  passwords.set(ben.person.id, "another hash");
  const [ofAdmin, ofBen, ...unknown] = versions();
  expect([ofAdmin, ...unknown]).toEqual([before[0], before[2], before[3]]);
  expect(ofBen).not.toBe(before[1]);
});
