import { expect, it } from "vitest";
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
