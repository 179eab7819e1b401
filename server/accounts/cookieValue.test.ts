import { expect, it } from "vitest";
import { cookieValue } from "./cookieValue.ts";

it.each([
  [undefined, null],
  ["", null],
  ["a.b=", ""],
  ["a.b=1", "1"],
  ["x=0; a.b=1; y=2", "1"],
  ["x=0;a.b = 1 ;y=2", "1"],
  ["a.b=1; a.b=2", "1"],
  ["a.b=1=2", "1=2"],
  ["a.b; a.b=2", "2"],
  ["xa.b=1", null],
  ["x a.b=1", null],
  ["x=a.b=1", null],
  ["aXb=1", null],
  ["a.bx=1", null],
  [`${"x=;".repeat(5_000)}a.b=1`, "1"],
])("of %j the value is %j", (header, value) => {
  expect(cookieValue(header, "a.b")).toBe(value);
});
