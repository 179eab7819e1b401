import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";
import { nonsense } from "./testing/nonsense.ts";

describe("settings from the environment", () => {
  it("have defaults, also when a variable is empty", () => {
    const defaults = {
      port: 4310,
      host: "127.0.0.1",
      dataDir: resolve("data"),
      publicUrl: null,
      trustProxy: false,
      admin: null,
      openSignUp: false,
      sessionIdleDays: 7,
      trashDays: 30,
      logLevel: "info",
    };
    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ PORT: "", HOST: "", PUBLIC_URL: " ", ADMIN_EMAIL: "", OPEN_SIGNUP: "" })).toEqual(
      defaults,
    );
  });

  it("are taken when they make sense", () => {
    expect(
      readConfig({
        PORT: "8080",
        HOST: "0.0.0.0",
        DATA_DIR: "/var/lib/foureyes",
        PUBLIC_URL: "https://news.example/",
        TRUST_PROXY: "10.0.0.0/8, ::1",
        ADMIN_EMAIL: "Ada@Example.org",
        ADMIN_PASSWORD: " with four spaces ",
        OPEN_SIGNUP: "1",
        SESSION_IDLE_DAYS: "3",
        TRASH_DAYS: "3650",
        LOG_LEVEL: "DEBUG",
      }),
    ).toEqual({
      port: 8080,
      host: "0.0.0.0",
      dataDir: "/var/lib/foureyes",
      publicUrl: "https://news.example",
      trustProxy: ["10.0.0.0/8", "::1"],
      admin: { email: "ada@example.org", password: " with four spaces " },
      openSignUp: true,
      sessionIdleDays: 3,
      trashDays: 3650,
      logLevel: "debug",
    });
  });

  it.each([
    ["0.0.0.0", "::1", "::", "localhost", "192.0.2.7"].map((HOST) => ({ HOST })),
    ["0", "off", "NO", "false", ""].map((TRUST_PROXY) => ({ TRUST_PROXY })),
    ["1", "10", "10.0.0.7", "10.0.0.0/24", "fd00::/64", "::1 , 10.0.0.1/32"].map((TRUST_PROXY) => ({
      TRUST_PROXY,
    })),
    ["0", "1", " 1 "].map((OPEN_SIGNUP) => ({ OPEN_SIGNUP })),
    ["http://10.0.0.7:8080", "https://news.example"].map((PUBLIC_URL) => ({ PUBLIC_URL })),
  ])("take %o", (...environments) => {
    for (const environment of environments) expect(() => readConfig(environment)).not.toThrow();
  });

  it.each(nonsense)("name %s when it cannot work: %o", (name, environment) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    // One line of a length that can be read.
    expect(() => readConfig(environment)).toThrow(new RegExp(`^.{0,60}${name} must.{0,330}$`, "u"));
    expect(() => readConfig(environment)).not.toThrow("secret");
  });

  it("the number of proxies counts hops from the server", () => {
    const { trustProxy } = readConfig({ TRUST_PROXY: "2" });
    if (typeof trustProxy !== "function") throw new Error("not told by number");
    expect([0, 1, 2].map((hop) => trustProxy("10.0.0.7", hop))).toEqual([true, true, false]);
  });
});
