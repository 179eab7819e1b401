import { expect, it } from "vitest";
import { exportMarkdown } from "./markdown.ts";
import { article, block, context, fullArticle } from "./testing/articles.ts";
import { exportText } from "./text.ts";

const dates = "veröffentlicht: 30. August 2023 18:36\n\naktualisiert: 31. August 2023 07:05";

it("writes Markdown in which text is never syntax", () => {
  const body = [
    block("heading", "# kein *Titel*"),
    block("paragraph", [
      { text: "1. nicht gezählt, " },
      { text: " fett_ ", bold: true },
      { text: "Link]", link: "https://example.org/(a)" },
      { text: "\n<b>" },
    ]),
    block("number", "a"),
    block("bullet", "- b", 1),
    block("quote", "> c\nd"),
  ];
  expect(exportMarkdown(article({ fields: { headline: "A *b*" }, body }), context())).toBe(
    `# A \\*b\\*\n\n## \\# kein \\*Titel\\*\n\n1\\. nicht gezählt,  **fett\\_** [Link\\]](<https://example.org/(a)>)\\\n\\<b\\>\n\n1. a\n   - \\- b\n\n> \\> c\\\n> d\n\n${dates}\n`,
  );
});

it("writes plain text with every word of the article", () => {
  const text = exportText(fullArticle(), context(["lead", "map"]));
  for (const part of [
    "News › Regional\n\nTannensee\n\nNach zwölf Jahren fährt wieder ein Schiff über den See\n\nHirzach",
    "[Bild: Abend über dem Tannensee",
    "© Foureyes/Illustration · Foureyes]",
    "1. Erstens\n   – Unterpunkt\n2. Zweitens",
    "Quelle: Regionalredaktion\nveröffentlicht: 30. August 2023 18:36",
    "redaktion@example.org\n",
  ])
    expect(text).toContain(part);
});
