import { describe, expect, it } from "vitest";
import type { BodyBlock } from "../article/content.ts";
import { exportFragment, exportHtml } from "./html.ts";
import { exportMarkdown } from "./markdown.ts";
import {
  article,
  block,
  context,
  fullArticle,
  linkedData,
  picture,
  readableText,
} from "./testing/articles.ts";
import { exportText } from "./text.ts";

const fields = {
  kicker: "Nordinsel",
  headline: "Fährstreit & Gespräche",
  lead: "Erste Zeile\nZweite Zeile",
  byline: "Von Regula Muster",
  dateline: "Bern, 30. August",
  source: "sda",
  contact: "redaktion@example.org",
};
const inBody = (...blocks: BodyBlock[]): string =>
  exportFragment(article({ body: blocks }), context())
    .split("\n")
    .slice(1, -6)
    .join("\n");

describe("the article", () => {
  const content = article({
    fields,
    details: { section: "News › International", leadMedia: "p" },
    body: [block("paragraph", "Text."), { kind: "figure", id: "f", media: "q" }],
    media: [
      picture("p", { caption: "Am Pult", credit: "© Keystone/AP", source: "AP", alt: "Frau an einem Pult" }),
      picture("q", { credit: "© Amt" }),
    ],
  });

  it("holds every part in print order, each in an element of its own", () => {
    expect(exportFragment(content, context(["p", "q"]))).toBe(`<article lang="de-CH">
<header>
<p class="section">News › International</p>
<p class="kicker">Nordinsel</p>
<h1>Fährstreit &amp; Gespräche</h1>
<p class="lead">Erste Zeile<br>Zweite Zeile</p>
<p class="byline">Von Regula Muster</p>
<p class="dateline">Bern, 30. August</p>
</header>
<figure class="lead-picture">
<img src="pictures/1.jpg" width="1600" height="900" alt="Frau an einem Pult">
<figcaption><span class="caption">Am Pult</span> <span class="credit">© Keystone/AP</span> · <span class="source">AP</span></figcaption>
</figure>
<p>Text.</p>
<figure class="picture">
<img src="pictures/2.jpg" width="1600" height="900" alt="">
<figcaption><span class="credit">© Amt</span></figcaption>
</figure>
<footer>
<p class="source">Quelle: <span>sda</span></p>
<p class="published">veröffentlicht: <time datetime="2023-08-30T16:36:00.000Z">30. August 2023 18:36</time></p>
<p class="updated">aktualisiert: <time datetime="2023-08-31T05:05:00.000Z">31. August 2023 07:05</time></p>
<p class="contact"><a href="mailto:redaktion@example.org">redaktion@example.org</a></p>
</footer>
</article>
`);
  });

  it("leaves out marks on one letter beyond those that the page shows", () => {
    const tower = (marks: number): string => `a${"\u0301".repeat(marks)}b`;
    const content = article({ fields: { headline: tower(500) }, body: [block("paragraph", tower(500))] });
    for (const text of [
      exportHtml(content, context()),
      exportText(content, context()),
      exportMarkdown(content, context()),
    ]) {
      expect(text).toContain(tower(16));
      expect(text).not.toContain("\u0301".repeat(17));
    }
  });

  it("leaves no empty element where a part is empty", () => {
    const html = exportHtml(
      article({
        fields: { lead: " \n ", kicker: "\0" },
        body: [block("paragraph", ""), block("heading", " "), { kind: "unknown", name: "poll" }],
        media: [picture("p")],
        details: { leadMedia: "p" },
      }),
      context(["p"]),
    );
    expect(html).toContain("<title>Ohne Titel</title>");
    expect(html).not.toMatch(/<(\w+)[^>]*>\s*<\/\1>/);
    expect(html).not.toMatch(/content=""|<h1|<header|<figcaption|Quelle|class="lead"/);
    expect(html).not.toContain("poll");
  });

  it("leaves out figures whose picture is gone, with their words", () => {
    const text = readableText(exportFragment(content, context(["q"])));
    expect(text).not.toContain("Am Pult");
    expect(text).toContain("© Amt");
  });

  it("offers all sizes where there are several", () => {
    const sizes = [
      { href: "pictures/a-480.jpg", width: 480 },
      { href: "pictures/a-960.jpg", width: 960 },
    ];
    const p = { width: 960, height: 540, href: "pictures/a-960.jpg", sizes };
    expect(exportFragment(content, context([], { pictures: { p } }))).toContain(
      'srcset="pictures/a-480.jpg 480w, pictures/a-960.jpg 960w" sizes="(max-width: 46rem) 100vw, 46rem" width="960"',
    );
  });

  it("prints in its own language, and in German where that has no words here", () => {
    const english = exportFragment(article({ details: { language: "en-GB" } }), context());
    expect(english).toContain('<article lang="en-GB">');
    expect(english).toContain(">30 August 2023 18:36</time>");
    expect(english).toContain("published:");
    for (const language of ["xx-madeup", "qqqq", "de-CH-abc12345", "not a tag"])
      expect(exportFragment(article({ details: { language } }), context())).toMatch(/lang="de(-CH)?"/);
    expect(exportFragment(article({ details: { language: "rm-CH" } }), context())).toMatch(
      /lang="rm-CH"[^]*veröffentlicht:/,
    );
  });

  it("prints the dates the article names, if they can be printed", () => {
    const dates = (published: string | null, updated: string | null = null): string =>
      exportFragment(article({ details: { published, updated } }), context());
    expect(dates("2020-02-29T23:30:00.000Z")).toContain(">1. März 2020 00:30</time>");
    expect(dates("+275760-09-13T00:00:00.000Z")).not.toContain("veröffentlicht");
    expect(dates(null)).toContain(">31. August 2023 07:05</time>");
    expect(dates(null, "2020-02-29T23:30:00.000Z")).toContain(
      '<p class="updated">aktualisiert: <time datetime="2020-02-29T23:30:00.000Z">1. März 2020 00:30</time></p>',
    );
  });

  it("says of a draft nowhere that it is published", () => {
    const draft = article({ fields: { headline: "Entwurf" }, details: { published: null } });
    for (const format of [exportHtml, exportFragment, exportMarkdown, exportText])
      expect(format(draft, context())).not.toMatch(/published|veröffentlicht/i);
  });

  it.each([
    ["sda", "Organization"],
    ["Keystone-SDA", "Organization"],
    ["Regula Keller", "Person"],
    ["Anna Sda", "Person"],
  ])("names «%s» as author, a %s", (byline, type) => {
    const page = exportHtml(article({ fields: { byline } }), context());
    expect(page).toContain(JSON.stringify({ "@type": type, name: byline }));
  });

  it.each([
    ["AP/dpa", "AP, dpa"],
    ["SDA/Anna Meier", "SDA, Anna Meier (Person)"],
    ["Anna Meier und Beat Bühler", "Anna Meier (Person), Beat Bühler (Person)"],
    ["Anna Meier, Beat Bühler and sda", "Anna Meier (Person), Beat Bühler (Person), sda"],
    ["Anne Roux et Luc Dey", "Anne Roux (Person), Luc Dey (Person)"],
    ["Ada Riva e ansa", "Ada Riva (Person), ansa"],
    ["Anna Meier & Reuters", "Anna Meier (Person), Reuters"],
    ["Sandra Andres, ", "Sandra Andres (Person)"],
  ])("names each author of «%s»: %s", (byline, named) => {
    const { author } = linkedData(exportHtml(article({ fields: { byline } }), context()));
    const all = [author].flat() as { "@type": string; name: string }[];
    expect(
      all.map(({ "@type": type, name }) => (type === "Person" ? `${name} (Person)` : name)).join(", "),
    ).toBe(named);
  });
});

describe("the body", () => {
  it("has an element for each style", () => {
    expect(
      inBody(
        block("paragraph", "a\nb"),
        block("heading", "c"),
        block("subheading", "d"),
        block("quote", "e"),
        block("quote", "f"),
        { kind: "divider" },
        block("number", "g"),
        block("bullet", "h", 1),
      ),
    ).toBe(
      "<p>a<br>b</p>\n<h2>c</h2>\n<h3>d</h3>\n<blockquote><p>e</p><p>f</p></blockquote>\n<hr>\n<ol><li>g<ul><li>h</li></ul></li></ol>",
    );
  });

  it("skips no level of the outline where a subheading comes first", () => {
    expect(inBody(block("subheading", "a"), block("heading", "b"), block("subheading", "c"))).toBe(
      '<h2 class="subheading">a</h2>\n<h2>b</h2>\n<h3>c</h3>',
    );
  });

  it("keeps a link with marks inside one link, and a mark over several runs one mark", () => {
    const link = "https://example.org/";
    expect(
      inBody(
        block("paragraph", [
          { text: "a", link },
          { text: "b", link, bold: true },
          { text: "c", link, bold: true, italic: true },
          { text: "d", bold: true },
          { text: "e" },
        ]),
      ),
    ).toBe('<p><a href="https://example.org/">a<strong>b<em>c</em></strong></a><strong>d</strong>e</p>');
  });

  it("keeps the words of a link that leads nowhere safe", () => {
    expect(inBody(block("paragraph", [{ text: "Klick", link: "java\tscript:alert(1)" }]))).toBe(
      "<p>Klick</p>",
    );
  });
});

describe("the page", () => {
  const html = exportHtml(
    fullArticle(),
    context(["lead", "map"], { newsroom: "Radio See", url: "https://example.org/see" }),
  );

  it("says in its head what it is", () => {
    for (const part of [
      '<html lang="de-CH">',
      "<title>Nach zwölf Jahren fährt wieder ein Schiff über den See</title>",
      '<meta name="description" content="Hirzach und Lindenfluh holen',
      '<meta property="og:type" content="article">',
      '<meta property="og:title" content="Nach zwölf Jahren',
      '<meta property="og:locale" content="de_CH">',
      '<meta property="og:url" content="https://example.org/see">',
      '<meta property="og:site_name" content="Radio See">',
      '<meta property="article:published_time" content="2023-08-30T16:36:00.000Z">',
      '<meta property="article:section" content="News › Regional">',
    ])
      expect(html).toContain(part);
  });

  it("agrees with what its linked data says", () => {
    const data = linkedData(html);
    const text = readableText(html);
    expect(data).toMatchObject({ "@type": "NewsArticle", inLanguage: "de-CH" });
    for (const key of ["headline", "alternativeHeadline", "description", "articleSection", "dateline"])
      expect(text).toContain(data[key]);
    expect(text).toContain((data.author as { name: string }).name);
    for (const key of ["datePublished", "dateModified"])
      expect(html).toContain(`<time datetime="${data[key] as string}">`);
    const images = data.image as { caption: string; creditText: string; contentUrl: string }[];
    expect(images).toHaveLength(2);
    for (const { caption, creditText, contentUrl } of images) {
      expect(text).toContain(caption);
      expect(text).toContain(creditText);
      expect(html).toContain(`src="${contentUrl}"`);
    }
  });

  it("has its faces inside, italics only where something is set in them", () => {
    const faces = (["normal", "italic"] as const).map((style) => ({
      family: "Source Serif 4" as const,
      style,
      woff2: `${style}+/==`,
    }));
    const facesIn = (...blocks: BodyBlock[]): string[] =>
      [
        ...exportHtml(article({ body: blocks }), context([], { faces })).matchAll(
          /@font-face \{ font-family: "Source Serif 4"; font-style: (\w+); .*base64,\1\+\/==\)/g,
        ),
      ].map(([, style]) => style ?? "");
    expect(facesIn(block("paragraph", "Gerade"))).toEqual(["normal"]);
    expect(facesIn(block("quote", "Schräg"))).toEqual(["normal", "italic"]);
    expect(facesIn(block("paragraph", [{ text: "Schräg", italic: true }]))).toEqual(["normal", "italic"]);
    expect(exportHtml(article(), context())).not.toContain("@font-face");
  });

  it("does not repeat embedded pictures in its data", () => {
    const href = "data:image/jpeg;base64,AAAA";
    const embedded = exportHtml(
      fullArticle(),
      context([], { pictures: { lead: { width: 4, height: 3, href } } }),
    );
    expect(embedded.split(href)).toHaveLength(2);
  });

  it("[P6] is the same for the same content and context", () => {
    expect(exportHtml(fullArticle(), context(["lead"]))).toBe(exportHtml(fullArticle(), context(["lead"])));
  });
});

describe("text that runs from right to left", () => {
  it("says so, paragraph by paragraph", () => {
    expect(
      inBody(
        block("paragraph", "«مرحبا» Bern"),
        block("paragraph", "Bern مرحبا"),
        block("quote", "שלום"),
        block("quote", "1. Wort"),
        block("bullet", "مرحبا"),
        block("heading", "שלום"),
      ),
    ).toBe(`<p dir="rtl">«مرحبا» Bern</p>
<p>Bern مرحبا</p>
<blockquote dir="rtl"><p dir="rtl">שלום</p><p>1. Wort</p></blockquote>
<ul dir="rtl"><li dir="rtl">مرحبا</li></ul>
<h2 dir="rtl">שלום</h2>`);
  });

  it("says so in the texts around the body", () => {
    const page = exportFragment(article({ fields: { headline: "مرحبا", lead: "שלום" } }), context());
    expect(page).toContain('<h1 dir="rtl">مرحبا</h1>');
    expect(page).toContain('<p class="lead" dir="rtl">שלום</p>');
  });
});
