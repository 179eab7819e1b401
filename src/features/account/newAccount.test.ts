import { describe, expect, it } from "vitest";
import { passwordProblem, problemsOf } from "./newAccount.ts";

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

  it("counts a password from 8 to 128", () => {
    expect(passwordProblem("1234567")).toBe("password-short");
    expect(passwordProblem("12345678")).toBeNull();
    expect(passwordProblem("p".repeat(128))).toBeNull();
    expect(passwordProblem("p".repeat(129))).toBe("password-long");
  });
});
