import type { ArticleContent, ArticleMedia, BlockStyle, BodyBlock, TextRun } from "../../article/content.ts";
import { exampleArticle } from "../../article/example.ts";
import { fieldNames } from "../../article/fields.ts";
import type { ExportContext } from "../printed.ts";

/** An article with nothing in it but what is given. */
export function article({ fields, body, media, details }: PartialContent = {}): ArticleContent {
  return {
    fields: {
      ...(Object.fromEntries(fieldNames.map((name) => [name, ""])) as ArticleContent["fields"]),
      ...fields,
    },
    body: body ?? [],
    media: Object.fromEntries((media ?? []).map((entry) => [entry.id, entry])),
    details: {
      leadMedia: null,
      section: "",
      language: "de-CH",
      published: "2023-08-30T16:36:00.000Z",
      updated: null,
      targetLength: null,
      ...details,
    },
  };
}

interface PartialContent {
  fields?: Partial<ArticleContent["fields"]>;
  body?: BodyBlock[];
  media?: ArticleMedia[];
  details?: Partial<ArticleContent["details"]>;
}

export const block = (style: BlockStyle, text: string | TextRun[], indent = 0): BodyBlock => ({
  kind: "text",
  style,
  indent,
  runs: typeof text === "string" ? [{ text }] : text,
});

export const picture = (id: string, texts: Partial<ArticleMedia> = {}): ArticleMedia => ({
  id,
  asset: "a".repeat(64),
  caption: "",
  credit: "",
  source: "",
  alt: "",
  ...texts,
});

/** The context of an article whose pictures with these media ids are at hand. */
export const context = (ids: readonly string[] = [], more: Partial<ExportContext> = {}): ExportContext => ({
  updatedAt: "2023-08-31T05:05:00.000Z",
  pictures: Object.fromEntries(
    ids.map((id, at) => [id, { width: 1600, height: 900, href: `pictures/${at + 1}.jpg` }]),
  ),
  ...more,
});

/** The example with a picture in its body besides; its pictures are `lead` and `map`. */
export function fullArticle(): ArticleContent {
  const { fields, body, section, language, picture: lead } = exampleArticle;
  return article({
    fields,
    details: { section, language, leadMedia: "lead" },
    body: [
      ...body.map(({ style, runs }) => block(style, [...runs])),
      { kind: "divider" },
      { kind: "figure", id: "f1", media: "map" },
      block("number", "Erstens"),
      block("bullet", "Unterpunkt", 1),
      block("number", "Zweitens"),
    ],
    media: [
      picture("lead", lead),
      picture("map", { caption: "Die Karte", credit: "© Amt", source: "Bundesamt", alt: "Karte des Sees" }),
    ],
  });
}

/** What a reader sees of the markup, with its five entities read; one line a block. */
export const readableText = (html: string): string =>
  html
    .replace(/<(head|script|style)[\s>][^]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_entity, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "",
    );

/** The page's JSON-LD. */
export const linkedData = (html: string): Record<string, unknown> =>
  JSON.parse(/<script type="application\/ld\+json">([^]*?)<\/script>/.exec(html)?.[1] ?? "null") as Record<
    string,
    unknown
  >;
