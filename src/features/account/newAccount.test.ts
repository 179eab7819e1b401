import { describe, expect, it } from "vitest";
import { problemsOf } from "./newAccount.ts";

const good = { name: "Anna Muster", email: "anna@example.ch", password: "correct horse" };

describe("a new account", () => {
  it("takes what the server takes", () => {
    expect(problemsOf(good)).toEqual({});
    expect(problemsOf({ ...good, email: "  anna.m+desk@news.example.ch " })).toEqual({});
  });

  it("names the problem of each field", () => {
    expect(problemsOf({ name: "  ", email: "anna@", password: "short" })).toEqual({
      name: "name-missing",
      email: "email-invalid",
      password: "password-short",
    });
    expect(problemsOf({ ...good, name: "n".repeat(121) })).toEqual({ name: "name-too-long" });
  });

  it("holds the password against the name and the address", () => {
    expect(problemsOf({ ...good, password: "Anna.Muster 1990" })).toEqual({ password: "password-personal" });
    expect(problemsOf({ ...good, password: "anna@example.ch" })).toEqual({ password: "password-personal" });
    expect(problemsOf({ ...good, password: "123456789012" })).toEqual({ password: "password-common" });
  });
});
