import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "./returnPath.ts";

const backFrom = (path: string): string => returnPath(path.slice(path.indexOf("?")));

describe("the way back after signing in", () => {
  it("returns to where one came from, with its search", () => {
    expect(backFrom(signInPath({ pathname: "/articles/a1", search: "" }))).toBe("/articles/a1");
    expect(backFrom(signInPath({ pathname: "/", search: "?search=see & fluss" }))).toBe(
      "/?search=see%20&%20fluss",
    );
    expect(signInPath({ pathname: "/", search: "" })).toBe("/sign-in");
    expect(returnPath("")).toBe("/");
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/..//evil.example/",
    "/.//evil.example/",
    "/articles/../..//evil.example/",
    "/%2e%2e//evil.example/",
    "/\t/evil.example/",
    "javascript:alert(1)",
    "evil",
    "/sign-in?return=/sign-in",
  ])("does not lead to %s", (wanted) => {
    expect(returnPath(`?${new URLSearchParams({ return: wanted })}`)).toBe("/");
  });
});
