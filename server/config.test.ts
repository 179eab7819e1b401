import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

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
        ADMIN_PASSWORD: " with spaces ",
        OPEN_SIGNUP: "1",
        LOG_LEVEL: "DEBUG",
      }),
    ).toEqual({
      port: 8080,
      host: "0.0.0.0",
      dataDir: "/var/lib/foureyes",
      publicUrl: "https://news.example",
      trustProxy: ["10.0.0.0/8", "::1"],
      admin: { email: "ada@example.org", password: " with spaces " },
      openSignUp: true,
      logLevel: "debug",
    });
  });

  it.each([
    ["PORT", { PORT: "http" }],
    ["PORT", { PORT: "70000" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
    ["PUBLIC_URL", { PUBLIC_URL: "news.example" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://news.example/desk" }],
    ["PUBLIC_URL", { PUBLIC_URL: "ftp://news.example" }],
    ["TRUST_PROXY", { TRUST_PROXY: "the one in front" }],
    ["ADMIN_EMAIL", { ADMIN_PASSWORD: "long enough" }],
    ["ADMIN_PASSWORD", { ADMIN_EMAIL: "ada@example.org" }],
    ["ADMIN_EMAIL", { ADMIN_EMAIL: "ada", ADMIN_PASSWORD: "long enough" }],
    ["ADMIN_PASSWORD", { ADMIN_EMAIL: "ada@example.org", ADMIN_PASSWORD: "short" }],
    ["OPEN_SIGNUP", { OPEN_SIGNUP: "perhaps" }],
  ])("name %s when it cannot work: %o", (name, environment) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(name);
  });
});
