import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { safeLink } from "./links.ts";

const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
const address = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    labels: fc.array(label, { minLength: 1, maxLength: 4 }),
    port: fc.constantFrom("", "", ":8080", ":99999"),
    rest: fc.oneof(fc.constant(""), fc.stringMatching(/^[/?#][!-~]{0,12}$/)),
  })
  .map(({ scheme, labels, port, rest }) => `${scheme}://${labels.join(".")}${port}${rest}`);

it("an address of the web is a link as it stands if the browser can read it, and only then", () => {
  fc.assert(
    fc.property(address, (text) => {
      expect(safeLink(text)).toBe(URL.canParse(text) ? text : null);
    }),
    { numRuns: 3_000 },
  );
});

it.each([
  ["https://example.org/1", "https://example.org/1"],
  [" HTTPS://Example.org/a b ", "HTTPS://Example.org/a%20b"],
  ["example.org/x", "https://example.org/x"],
  ["müller.example/straße", "https://müller.example/straße"],
  ["mu\u0308ller.example", "https://mu\u0308ller.example"],
  ["xn--mller-kva.example", "https://xn--mller-kva.example"],
  ["пример.рф/путь?а=б#в", "https://пример.рф/путь?а=б#в"],
  ["例え.xn--p1ai:8080", "https://例え.xn--p1ai:8080"],
  ["https://müller.example/stra ße", "https://müller.example/stra%20ße"],
  ["do\u00adnau.example/\u200ba\u200e", "https://donau.example/a"],
  ["müller", null],
  ["müller..example", null],
  ["müller.example@böse", null],
  ["jävascript:alert(1)", null],
  ["desk@example.org", "mailto:desk@example.org"],
  ["tel:+41 44 000", "tel:+41%2044%20000"],
  ["java\tscript:alert(1)", null],
  ["data:text/html,x", null],
  ["https://xn--a.example", null],
  ["http://1.2.3.256", null],
  [`https://example.org/${"x".repeat(2_048)}`, null],
  [7, null],
])("%s becomes %s", (text, link) => {
  expect(safeLink(text)).toBe(link);
});

it("an address whose host is longer than any is none, which is known before it is parsed", () => {
  const parse = vi.spyOn(URL, "canParse");
  const longHosts = ["가".repeat(2_000), `${"a".repeat(300)}.example`, `${"a.".repeat(150)}example`];
  for (const host of longHosts)
    for (const written of [
      `https://${host}/x`,
      `HTTP:\\\\${host}\\x`,
      `https:${host}?x`,
      `https:///a@${host}#x`,
      host,
    ])
      expect({ written, link: safeLink(written) }).toEqual({ written, link: null });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  const label = "a".repeat(60);
  const longest = `https://${label}.${label}.${label}.${label}.example/${"x".repeat(1_000)}`;
  expect(safeLink(longest)).toBe(longest);
});
