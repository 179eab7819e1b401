import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Answer, admin, type Client, TestServer } from "../../testing/testServer.ts";

const from = (address: string) => ({ "x-forwarded-for": address });
const stranger = "198.51.100.7";

/** A server behind a proxy, with a page of two files. */
async function openWithPage(): Promise<TestServer> {
  const server = await TestServer.open({ TRUST_PROXY: "1" });
  await server.stop();
  await mkdir(join(server.dataDir, "page/assets"), { recursive: true });
  await writeFile(join(server.dataDir, "page/index.html"), "<!doctype html><html><head></head></html>");
  await writeFile(join(server.dataDir, "page/assets/page-abc.js"), "console.log(1)");
  await server.start();
  return server;
}

/** Sign-ins that come at once; `answered` counts how many have their answer. */
function flood(server: TestServer, count: number, address: string, account = admin) {
  const state = { answered: 0, all: Promise.resolve([] as Answer[]) };
  state.all = Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await server.client().call("POST", "/api/auth/sign-in/email", account, from(address));
      state.answered++;
      return answer;
    }),
  );
  return state;
}

it("serves files, the API and another address's sign-in while one address sends 120 sign-ins", async () => {
  const server = await openWithPage();
  const editor = await server.admin();
  // So that the thread that hashes runs already, as it does in a real flood's first moment.
  const flooding = flood(server, 120, stranger);
  await expect.poll(() => flooding.answered, { interval: 1 }).toBeGreaterThan(0);
  const answeredBefore = async (ask: () => Promise<number>) => {
    const before = flooding.answered;
    expect(await ask()).toBe(200);
    return flooding.answered - before;
  };
  const status = async (path: string) => (await fetch(server.url + path)).status;
  const waits = {
    file: await answeredBefore(() => status("/assets/page-abc.js")),
    session: await answeredBefore(async () => (await editor.call("GET", "/api/session")).status),
    desk: await answeredBefore(async () => (await editor.call("GET", "/api/articles")).status),
    signIn: await answeredBefore(
      async () => (await flood(server, 1, "198.51.100.200").all)[0]?.status as number,
    ),
  };
  // Each waits for the hash that is under way and at most one more, and for what the answers to those cost.
  for (const [what, answers] of Object.entries(waits)) expect(answers, what).toBeLessThan(20);
  expect(flooding.answered).toBeLessThan(100);
  const statuses = (await flooding.all).map((answer) => answer.status);
  expect(statuses).toEqual(Array(120).fill(200));
});

it("lets a hundred people of one address sign in at once, and limits a flood before it hashes", async () => {
  const server = await TestServer.open({ TRUST_PROXY: "1" });
  const people = flood(server, 100, "203.0.113.9");
  expect((await people.all).map(({ status }) => status)).toEqual(Array(100).fill(200));
  const answers = [...(await flood(server, 250, stranger).all), ...(await flood(server, 250, stranger).all)];
  const limited = answers.filter(({ status }) => status === 429);
  // How many exactly depends on how fast they come: limits.test.ts counts them.
  expect(limited.length).toBeGreaterThan(100);
  expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
  for (const { headers, body } of limited) {
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(body).toMatchObject({ code: "too-many-requests" });
  }
  expect((await flood(server, 1, "203.0.113.9").all)[0]?.status).toBe(200);
});

it("holds sign-up, invitations and changed passwords to the same queue", async () => {
  const server = await TestServer.open({ TRUST_PROXY: "1", OPEN_SIGNUP: "1" });
  const boss = await server.admin();
  const bosses = [boss, await server.invited("admin", "Bea"), await server.invited("admin", "Bob")];
  // A link each: one that was used is refused without a password being looked at.
  const invitations = await Promise.all(
    Array.from({ length: 150 }, async (_, at) => {
      const { body } = await (bosses[at % bosses.length] as Client).call<{ url: string }>(
        "POST",
        "/api/invitations",
        { role: "guest" },
      );
      return `/api/invitations/${body.url.split("/").at(-1)}`;
    }),
  );
  const paths = ["/api/auth/sign-up/email", "/api/auth/change-password", "an invitation"];
  const pathOf = (i: number): string =>
    (i % 3 === 2 ? invitations[Math.floor(i / 3)] : paths[i % 3]) as string;
  const answers = await Promise.all(
    Array.from({ length: 450 }, (_, i) =>
      // A new person is signed in in place of whoever the browser was.
      (i % 3 === 1 ? boss : server.client()).call(
        "POST",
        pathOf(i),
        i % 3 === 1
          ? { currentPassword: "a wrong password", newPassword: "another password" }
          : { name: "Ben", email: `ben${i}@example.org`, password: "the password of Ben" },
        from(stranger),
      ),
    ),
  );
  for (const [i] of paths.entries()) {
    const statuses = answers.filter((_, at) => at % 3 === i).map(({ status }) => status);
    expect(statuses).toContain(429);
  }
  // As many as a line holds, and those whose turn came while the others were still on their way. Of 300.
  expect(answers.filter(({ status }) => status < 300).length).toBeLessThan(200);
});
