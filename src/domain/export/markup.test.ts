import { expect, it } from "vitest";
import { Html, html, withBreaks } from "./markup.ts";

it("escapes text in content and in attributes", () => {
  const evil = `<script>'"&`;
  expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(
    '<p title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;</p>',
  );
});

it("takes markup as it is, and nothing for null", () => {
  expect(html`<ul>${[html`<li>${"a"}</li>`, null, [html`<li>${2}</li>`]]}</ul>`.toString()).toBe(
    "<ul><li>a</li><li>2</li></ul>",
  );
});

it("escapes objects that only look like markup", () => {
  const forged = { toString: () => "<b>" } as unknown as Html;
  expect(() => html`${forged}`).toThrow();
});

it("turns line ends into breaks and nothing else", () => {
  expect(html`<p>${withBreaks("a<\nb")}</p>`.toString()).toBe("<p>a&lt;<br>b</p>");
});

it("removes what HTML and XML may not hold, keeping tab, line end and whole pairs", () => {
  const kept = "\t\n äöü «» 👩‍🚀 \u2028 \ufeff";
  expect(html`${`\0\u0007\u000b\f\r\u001b\u007f\u0085${kept}\ud800\udc00`}`.toString()).toBe(
    `${kept}\u{10000}`,
  );
  expect(html`a${"\ud800"}b${"\ufffe\uffff\ufdd0\u{1ffff}"}c`.toString()).toBe("abc");
});

it("writes data that no text can break out of", () => {
  const evil = "</script><!--<script>]]>&\u2028\0\ud800";
  const block = Html.dataBlock("application/ld+json", { name: evil }).toString();
  expect(block.match(/<|>/g)).toHaveLength(4);
  const json = block.slice(block.indexOf("{"), block.lastIndexOf("}") + 1);
  expect(JSON.parse(json)).toEqual({ name: "</script><!--<script>]]>&\u2028" });
});
