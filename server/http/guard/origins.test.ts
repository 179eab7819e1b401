import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { TestServer } from "../../testing/testServer.ts";
import { addressesForOthers, addressHere, isOwnPageElsewhere, linkOrigin, originAllowed } from "./origins.ts";

const local = { publicUrl: null, host: "127.0.0.1" };
const open = { publicUrl: null, host: "0.0.0.0" };
const named = { publicUrl: "https://news.example", host: "127.0.0.1" };

describe("the origin of what changes something", () => {
  it.each([
    // Scheme, host and port are all of it.
    [local, "127.0.0.1:4310", "http://127.0.0.1:4310", true],
    [local, "localhost:4310", "http://localhost:4310", true],
    [local, "[::1]:4310", "http://[::1]:4310", true],
    [local, "localhost", "http://localhost", true],
    [local, "localhost:80", "http://localhost", true],
    [local, "localhost:4310", "https://localhost:4310", false],
    [local, "localhost:4310", "http://localhost:4311", false],
    [local, "localhost:4310", "http://localhost", false],
    [local, "localhost:4310", "http://127.0.0.1:4310", false],
    [local, "localhost:4310", "http://LOCALHOST:4310", false],
    [local, "localhost:4310", "null", false],
    [local, "localhost:4310", "", false],
    [local, "localhost:4310", "http://localhost:4310/", false],
    // A name that anybody's DNS may point here.
    [local, "evil.example:4310", "http://evil.example:4310", false],
    [open, "evil.example:4310", "http://evil.example:4310", false],
    [local, "localhost.evil.example:4310", "http://localhost.evil.example:4310", false],
    [local, "127.0.0.1.evil.example:4310", "http://127.0.0.1.evil.example:4310", false],
    [open, "192.168.1.20:4310", "http://192.168.1.20:4310", true],
    [{ publicUrl: null, host: "desk.lan" }, "desk.lan:4310", "http://desk.lan:4310", true],
    [local, "user@localhost:4310", "http://localhost:4310", false],
    [local, "localhost:4310/x", "http://localhost:4310", false],
    [local, undefined, "http://localhost:4310", false],
    // What no browser sends is not read as a URL, which takes long.
    [local, "b\u00fccher.localhost", "http://xn--bcher-kva.localhost", false],
    [local, `${"a.".repeat(150)}localhost`, `http://${"a.".repeat(150)}localhost`, false],
    // With PUBLIC_URL, no other.
    [named, "127.0.0.1:4310", "https://news.example", true],
    [named, "127.0.0.1:4310", "http://news.example", false],
    [named, "127.0.0.1:4310", "https://news.example:8443", false],
    [named, "127.0.0.1:4310", "http://127.0.0.1:4310", false],
    [named, "evil.example", "https://evil.example", false],
  ] as const)("%j, Host %s, Origin %s: %s", (config, host, origin, allowed) => {
    expect(originAllowed({ ...(host === undefined ? {} : { host }), origin }, config)).toBe(allowed);
  });

  it("is not asked of requests that come from no browser", () => {
    expect(originAllowed({ host: "evil.example" }, local)).toBe(true);
  });
});

it.each([
  ["http://news.example:4310", "news.example:4310", true],
  ["http://news.example:4310", "NEWS.example:4310", true],
  ["http://evil.example", "news.example", false],
  ["null", "news.example", false],
  ["http://b\u00fccher.example", "xn--bcher-kva.example", false],
  [`http://${"a.".repeat(150)}example`, `${"a.".repeat(150)}example`, false],
])("a page of %s, asked for at %s, is one that the server gave out: %s", (origin, host, own) => {
  expect(isOwnPageElsewhere({ origin, host })).toBe(own);
});

describe("the address that an invitation names", () => {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.find(({ internal, family }) => !internal && family === "IPv4")?.address;

  it.each([
    [local, "localhost:8080", "http://localhost:8080"],
    [local, "127.0.0.1:4310", "http://127.0.0.1:4310"],
    [local, "evil.example", "http://127.0.0.1:4310"],
    [local, "evil.example:80", "http://127.0.0.1:4310"],
    [local, "10.9.8.7:4310", "http://127.0.0.1:4310"],
    [local, "a b", "http://127.0.0.1:4310"],
    [local, "b\u00fccher.localhost", "http://127.0.0.1:4310"],
    [{ publicUrl: null, host: "::1" }, "evil.example", "http://[::1]:4310"],
    [{ publicUrl: null, host: "desk.lan" }, "evil.example", "http://desk.lan:4310"],
    [{ publicUrl: null, host: "desk.lan" }, "desk.lan:80", "http://desk.lan"],
    [open, "evil.example", `http://${own ?? "127.0.0.1"}:4310`],
    [open, "localhost:4310", own ? `http://${own}:4310` : "http://localhost:4310"],
    [open, `${own ?? "127.0.0.1"}:4310`, `http://${own ?? "127.0.0.1"}:4310`],
    [named, "evil.example", "https://news.example"],
  ] as const)("%j, Host %s: %s", (config, host, origin) => {
    expect(linkOrigin({ host }, config, 4310)).toBe(origin);
  });

  const others = addresses.filter(({ internal, family }) => !internal && family === "IPv4");
  it.each([
    [local, []],
    [{ publicUrl: null, host: "localhost" }, []],
    [{ publicUrl: null, host: "10.0.0.7" }, ["http://10.0.0.7:4310"]],
    [open, others.map(({ address }) => `http://${address}:4310`)],
    [named, ["https://news.example"]],
  ])("is told at the start with all at which colleagues can reach it: %j, %j", (config, addresses) => {
    expect(addressesForOthers(config, 4310)).toEqual(addresses);
  });

  it.each([
    [local, "http://127.0.0.1:4310"],
    [{ publicUrl: null, host: "::1" }, "http://[::1]:4310"],
    [{ publicUrl: null, host: "desk.lan" }, "http://desk.lan:4310"],
    [open, "http://localhost:4310"],
    [{ publicUrl: null, host: "::" }, "http://localhost:4310"],
    [named, "http://127.0.0.1:4310"],
  ])(
    "is told at the start beside the one for this computer, which one can open: %j, %s",
    (config, address) => {
      expect(addressHere(config, 4310)).toBe(address);
    },
  );

  it("is not taken from a header that a stranger can write", async () => {
    const server = await TestServer.open({ TRUST_PROXY: "1" });
    const admin = await server.admin();
    const forged = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    const link = await admin.call<{ url: string }>("POST", "/api/invitations", { role: "guest" }, forged);
    expect(new URL(link.body.url).origin).toBe(server.url);
  });
});
