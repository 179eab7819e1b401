import { expect, it } from "vitest";
import { findEmails, linkAddress } from "./address.ts";

it.each([
  ["https://www.example.org/faehre?jahr=2024&teil=1#a", "https://www.example.org/faehre?jahr=2024&teil=1#a"],
  ["https://müller.ch/straße?ä", "https://müller.ch/straße?ä"],
  ["example.org/x", "https://example.org/x"],
  ["redaktion@example.org", "mailto:redaktion@example.org"],
  ["tel:+41 41 000 00 00", "tel:+41%2041%20000%2000%2000"],
  ['https://example.org/a|b[c]{d}^`"<>', "https://example.org/a%7Cb%5Bc%5D%7Bd%7D%5E%60%22%3C%3E"],
  ["https://example.org/100%", "https://example.org/100%25"],
  ["https://example.org/#a#b", "https://example.org/#a%23b"],
  ["https:\\\\example.org\\x", "https://example.org/x"],
  ["https://name:password@example.org/x", "https://example.org/x"],
  ["http://[::1]:8080/x", "http://[::1]:8080/x"],
])("writes %s as %s", (written, expected) => {
  expect(linkAddress(written)).toBe(expected);
});

it.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "https://",
  "https://.ch",
  "https://a..b/",
  "//x",
  "",
])("makes no link of %s", (written) => {
  expect(linkAddress(written)).toBeNull();
});

it("finds the e-mail addresses in a line and keeps every sign of it", () => {
  const found = findEmails("Redaktion: news@example.org, oder (tipps@example.org). a@b");
  expect(found).toEqual([
    { text: "Redaktion: ", address: null },
    { text: "news@example.org", address: "mailto:news@example.org" },
    { text: ", oder (", address: null },
    { text: "tipps@example.org", address: "mailto:tipps@example.org" },
    { text: "). a@b", address: null },
  ]);
});
