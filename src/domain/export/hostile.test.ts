import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { describe, expect, it } from "vitest";
import { type BodyBlock, blockStyles } from "../article/content.ts";
import { fieldNames } from "../article/fields.ts";
import { exportFragment, exportHtml } from "./html.ts";
import { exportMarkdown } from "./markdown.ts";
import { article, block, context, linkedData, picture, readableText } from "./testing/articles.ts";
import { exportText } from "./text.ts";

const nasty = fc.constantFrom(
  "<script>alert(1)</script>",
  "</script><script>",
  "</title></style></article></html>",
  "<!--",
  "-->",
  "]]>",
  "<img src=x onerror=alert(1)>",
  '" onmouseover="x',
  "' onmouseover='x",
  "&lt;script&gt;",
  "&#x3c;",
  "${x}",
  "javascript:alert(1)",
  "\0\u0001\u001f\u007f\u0085",
  "\ud800",
  "\udfff",
  "\ufffe\uffff\u{1ffff}",
  "\u2028\u2029",
  "\u202eabc",
  "__proto__",
  "👩‍🚀",
);
/** Each text carries a sign of its own, so that it can be counted. */
const texts = (length: number): fc.Arbitrary<string[]> =>
  fc
    .array(
      fc
        .array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 4 })
        .map((parts) => parts.join("")),
      { minLength: length, maxLength: length },
    )
    .map((all) => all.map((text, at) => `§${at}§${text.replaceAll("§", "")}¶`));

const mediaCount = 2;
const blockCount = 12;
const textCount = fieldNames.length + 1 + mediaCount * 3 + blockCount;

const articles = fc
  .record({
    texts: texts(textCount),
    styles: fc.array(fc.constantFrom(...blockStyles), { minLength: blockCount, maxLength: blockCount }),
    indents: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: blockCount, maxLength: blockCount }),
    links: fc.array(
      fc.option(
        fc.oneof(
          nasty,
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
          fc.string({ unit: "binary" }),
        ),
        {
          nil: undefined,
        },
      ),
      { minLength: blockCount, maxLength: blockCount },
    ),
    language: fc.oneof(fc.constantFrom("de-CH", "fr", "en-GB", '"><script>'), fc.string({ maxLength: 12 })),
    published: fc.option(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
  })
  .map(({ texts: all, styles, indents, links, language, published }) => {
    const words = [...all];
    const next = (): string => words.shift() ?? "";
    const fields = Object.fromEntries(fieldNames.map((name) => [name, next()]));
    const section = next();
    const media = ["__proto__", "q"].map((id) =>
      picture(id, { caption: next(), credit: next(), source: next(), alt: '"><script>' }),
    );
    const body: BodyBlock[] = styles.map((style, at) =>
      block(style, [{ text: next(), link: links[at], ...(at % 3 === 0 ? { bold: true } : {}) }], indents[at]),
    );
    body.splice(5, 0, { kind: "figure", id: "f", media: "q" }, { kind: "unknown", name: "<b>" });
    const content = article({
      fields,
      body,
      details: { section, language, published, leadMedia: "__proto__" },
    });
    const shown = { width: 3, height: 2, href: "data:image/jpeg;base64,AAAA" };
    // Media ids come from documents, names such as `__proto__` included.
    for (const entry of media) define(content.media, entry.id, entry);
    const where = context();
    for (const { id } of media) define(where.pictures, id, shown);
    return { content, where, texts: all };
  });

const define = (record: object, key: string, value: unknown): void => {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
};

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "long-title": "off", "no-inline-style": "off", "tel-non-breaking": "off" },
});

describe("whatever people write", () => {
  it("comes out as valid HTML that holds every text exactly once and nothing that runs", () => {
    fc.assert(
      fc.property(articles, ({ content, where, texts: all }) => {
        const html = exportHtml(content, where);
        expect(html.match(/<script/gi)).toHaveLength(1);
        expect(html).not.toMatch(/href="(?!https?:|mailto:|tel:)/);
        const tags = html.replace(/<script[^]*<\/script>/, "").replace(/"[^"]*"/g, "");
        expect(tags).not.toMatch(/<[^>]*\s(on\w+|style)=/i);
        // oxlint-disable-next-line no-control-regex -- these are what must not be there
        expect(html).not.toMatch(/[\0-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/u);
        const report = validator.validateStringSync(html);
        expect(
          report.results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId}: ${m.message}`)),
        ).toEqual([]);
        for (const output of [html, exportFragment(content, where)]) {
          const read = readableText(output);
          all.forEach((_, at) => expect(read.split(`§${at}§`), `text ${at}`).toHaveLength(2));
          expect(read.split("¶")).toHaveLength(all.length + 1);
        }
        expect(linkedData(html)["@type"]).toBe("NewsArticle");
        for (const output of [exportMarkdown(content, where), exportText(content, where)])
          all.forEach((_, at) => expect(output.split(`§${at}§`), `text ${at}`).toHaveLength(2));
      }),
      { numRuns: 60 },
    );
  });

  it("survives the way into markup and back, sign by sign", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        const read = readableText(
          exportFragment(article({ body: [block("paragraph", `¶${text}¶`)] }), context()),
        );
        const allowed = text.replace(/(?![\t\n])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu, "");
        expect(read.split("¶")[1]).toBe(allowed.replaceAll("\n", ""));
      }),
    );
  });
});
