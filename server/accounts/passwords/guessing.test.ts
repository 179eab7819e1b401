import { describe, expect, it, onTestFinished, vi } from "vitest";
import { admin, TestServer } from "../../testing/testServer.ts";

/** Ways to write one address. */
const spellings = [
  admin.email,
  ` ${admin.email}  `,
  `\u00a0${admin.email}\u3000`,
  `\u200b${admin.email}\ufeff`,
  admin.email.toUpperCase(),
  admin.email.replace("@", "＠").replace("a", "ａ"),
];

it("counts the spellings of one address as one", async () => {
  const server = await TestServer.open();
  const statuses: number[] = [];
  for (let i = 0; i < 18; i++) {
    const email = spellings[i % spellings.length] as string;
    statuses.push((await server.client().signIn({ email, password: `guess ${i}` })).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(8).fill(429)]);
});

it.each(spellings)("signs in as %j", async (email) => {
  const server = await TestServer.open();
  const answer = await server.client().signIn({ ...admin, email });
  expect(answer).toMatchObject({ status: 200, body: { user: { email: admin.email } } });
});

it("knows the environment's admin and a new person by any spelling", async () => {
  const server = await TestServer.open({ ADMIN_EMAIL: "Ａda@Example.org\u200b", OPEN_SIGNUP: "1" });
  const signUp = (email: string) =>
    server
      .client()
      .call("POST", "/api/auth/sign-up/email", { name: "Ben", email, password: "the password of Ben" });
  expect(await signUp(" ada@example.org")).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await signUp(" ＢEN@example.org ")).toMatchObject({
    status: 200,
    body: { user: { email: "ben@example.org" } },
  });
  expect((await signUp("ben@example.org")).status).toBe(409);
  expect((await signUp("no address")).status).toBe(400);
});

const from = (address: string) => ({ "x-forwarded-for": address });

function signInFrom(
  server: TestServer,
  address: string,
  account: { email: string; password: string },
  more = {},
) {
  return server.client().call("POST", "/api/auth/sign-in/email", account, { ...from(address), ...more });
}

/** 100 wrong passwords for an account from ten addresses, and what the server says to each. */
async function guessFromEverywhere(server: TestServer, email: string) {
  const answers = [];
  for (let i = 0; i < 100; i++) {
    const address = `198.51.100.${i % 10}`;
    const { status, body } = await signInFrom(server, address, { email, password: `a guess ${i}` });
    answers.push({ status, body });
  }
  return answers;
}

describe("guesses at one account from many addresses", () => {
  it("are limited, and lock out no device and no address from which it was signed in to before", async () => {
    const server = await TestServer.open({ TRUST_PROXY: "1" });
    const laptop = server.client();
    await laptop.call("POST", "/api/auth/sign-in/email", admin, from("203.0.113.1"));
    const ben = await server.invited("editor");
    const guesses = await guessFromEverywhere(server, admin.email);
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]));

    expect((await signInFrom(server, "192.0.2.44", admin)).status).toBe(429);
    const cookie = laptop.device ?? "";
    expect(cookie).toMatch(/^foureyes\.device=/);
    expect((await signInFrom(server, "192.0.2.44", admin, { cookie })).status).toBe(200);
    expect((await signInFrom(server, "203.0.113.1", admin)).status).toBe(200);
    // Another account's cookie, and one that somebody made up, are of no use.
    expect((await signInFrom(server, "192.0.2.45", admin, { cookie: ben.device ?? "" })).status).toBe(429);
    const forged = `${cookie.slice(0, -4)}AAAA`;
    expect((await signInFrom(server, "192.0.2.45", admin, { cookie: forged })).status).toBe(429);
    const account = { email: ben.person.email, password: "the password of Ben" };
    expect((await signInFrom(server, "192.0.2.45", account)).status).toBe(200);
  });

  it.each(["person", "link"] as const)(
    "are limited on devices and at addresses that knew an earlier password, once the %s sets a new one",
    async (by) => {
      const server = await TestServer.open({ TRUST_PROXY: "1" });
      const boss = await server.admin();
      const ben = await server.invited("editor");
      const old = { email: ben.person.email, password: "the password of Ben" };
      const changed = { ...old, password: "another password of Ben" };
      const stranger = server.client();
      await stranger.call("POST", "/api/auth/sign-in/email", old, from("203.0.113.1"));
      const [known, earlier] = [{ cookie: ben.device ?? "" }, { cookie: stranger.device ?? "" }];
      const setter = server.client();
      if (by === "person") {
        const passwords = { currentPassword: old.password, newPassword: changed.password };
        const cookie = `${ben.cookie}; ${ben.device}`;
        await setter.call("POST", "/api/auth/change-password", passwords, { cookie });
      } else {
        const link = await boss.call<{ url: string }>("POST", `/api/people/${ben.person.id}/password-reset`);
        const path = `/api/password-resets/${link.body.url.split("/").at(-1)}`;
        await setter.call("POST", path, { password: changed.password });
      }
      await guessFromEverywhere(server, old.email);
      for (const cookie of [known, earlier])
        expect((await signInFrom(server, "203.0.113.1", changed, cookie)).status).toBe(429);
      const cookie = setter.device ?? "";
      expect((await signInFrom(server, "192.0.2.44", changed, { cookie })).status).toBe(200);
    },
  );

  it("give a known device ten of its own", async () => {
    const server = await TestServer.open({ TRUST_PROXY: "1" });
    const laptop = server.client();
    await laptop.signIn(admin);
    const cookie = laptop.device ?? "";
    for (let i = 0; i < 10; i++)
      expect(
        (await signInFrom(server, `192.0.2.${i}`, { ...admin, password: `a guess ${i}` }, { cookie })).status,
      ).toBe(401);
    expect((await signInFrom(server, "192.0.2.99", admin, { cookie })).status).toBe(429);
    expect((await signInFrom(server, "192.0.2.99", admin)).status).toBe(200);
  });

  it("tell nothing about whether there is such an account", async () => {
    const server = await TestServer.open({ TRUST_PROXY: "1" });
    const transcript = async (email: string) => {
      const guesses = await guessFromEverywhere(server, email);
      const after = await signInFrom(server, "192.0.2.200", { email, password: "one more" });
      const again = await signInFrom(server, "198.51.100.0", { email, password: "one more" });
      return [...guesses, ...[after, again].map(({ status, body }) => ({ status, body }))];
    };
    const known = await transcript(admin.email);
    expect(known.at(-1)?.status).toBe(429);
    await server.stop();
    await server.start();
    expect(await transcript("nobody@example.org")).toEqual(known);
  });
});

it("limits one address's guesses at ever other accounts, by /64 networks where it is IPv6", async () => {
  const server = await TestServer.open({ TRUST_PROXY: "1" });
  const guess = async (address: string, i: number) =>
    (await signInFrom(server, address, { email: `p${i}@example.org`, password: "a guess" })).status;
  const statuses: number[] = [];
  for (let i = 0; i < 62; i++) statuses.push(await guess(`2001:db8:1:2::${i.toString(16)}`, i));
  expect(statuses).toEqual([...Array(60).fill(401), 429, 429]);
  expect(await guess("2001:db8:1:3::1", 99)).toBe(401);
  const known = server.client();
  await known.signIn(admin);
  expect((await signInFrom(server, "2001:db8:1:2::1", admin)).status).toBe(429);
  expect((await signInFrom(server, "2001:db8:1:2::1", admin, { cookie: known.device ?? "" })).status).toBe(
    200,
  );
});

it("limits the current password that is guessed in a session, from whatever address", async () => {
  const server = await TestServer.open({ TRUST_PROXY: "1" });
  const thief = await server.admin();
  const change = (currentPassword: string, address: string) =>
    thief.call(
      "POST",
      "/api/auth/change-password",
      { currentPassword, newPassword: "a password of my own" },
      from(address),
    );
  for (let i = 0; i < 10; i++) expect((await change(`a guess ${i}`, `192.0.2.${i}`)).status).toBe(403);
  expect((await change(admin.password, "192.0.2.77")).status).toBe(429);
});

it("waits no day longer and no minute shorter when the time of day is set", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const server = await TestServer.open();
  const signIn = () => server.client().signIn({ ...admin, password: "a guess" });
  for (let i = 0; i < 10; i++) expect((await signIn()).status).toBe(401);
  const day = 24 * 3600 * 1000;
  for (const step of [-day, 2 * day]) {
    vi.setSystemTime(Date.now() + step);
    const limited = await signIn();
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get("retry-after"))).toBeLessThanOrEqual(300);
  }
});

it("sets a cookie of the device that scripts cannot read and that goes to the sign-in alone", async () => {
  const deviceCookie = async (environment: Record<string, string>) =>
    (await (await TestServer.open(environment)).client().signIn(admin)).headers.getSetCookie()[1];
  expect(await deviceCookie({})).toMatch(
    /^foureyes\.device=[\w-]{22}\.[\w-]{43}; Max-Age=31536000; Path=\/api\/auth; HttpOnly; SameSite=Strict$/,
  );
  expect(await deviceCookie({ PUBLIC_URL: "https://news.example" })).toMatch(
    /^__Secure-foureyes\.device=.*; SameSite=Strict; Secure$/,
  );
});
