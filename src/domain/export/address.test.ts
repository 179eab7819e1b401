import { expect, it, vi } from "vitest";
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

it("drops halves of pairs of code units, and keeps whole ones", () => {
  expect(linkAddress("https://example.org/\ud800a\udc00[\ud83d\ude00")).toBe("https://example.org/a%5B😀");
});

// A link of 2,000 brackets over 2,000 paragraphs took 3.5 s.
it("works an address out once, however many paragraphs have it, and remembers no more than a few", () => {
  const parse = vi.spyOn(URL, "canParse");
  const long = `https://brackets.example/${"[".repeat(2_000)}`;
  for (let i = 0; i < 2_000; i++) expect(linkAddress(long)).toBe(linkAddress(long));
  const asked = parse.mock.calls.filter(([address]) =>
    String(address).startsWith("https://brackets.example/"),
  );
  expect(asked.length).toBeLessThan(5);
  for (let i = 0; i < 500; i++) linkAddress(`https://example.org/${i}`);
  linkAddress(long);
  expect(parse.mock.calls.length).toBeGreaterThan(500);
  parse.mockRestore();
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
