import { expect, it } from "vitest";
import * as Y from "yjs";
import { exampleArticle } from "../../domain/article/example.ts";
import { articleFromTemplate } from "../../domain/article/template.ts";
import { articleText } from "./articleText.ts";

it("keeps every word of an article, in reading order", () => {
  const { section, language, fields, body, picture } = exampleArticle;
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    articleFromTemplate({
      section,
      language,
      fields,
      body: body.map((block) => ({ kind: "text", ...block })),
      leadPicture: { id: "lake", asset: "0".repeat(64), ...picture },
    }),
  );
  const text = articleText(doc);
  const words = [
    section,
    fields.kicker,
    fields.headline,
    fields.lead,
    fields.byline,
    fields.dateline,
    picture.caption,
    picture.credit,
    ...body.map((block) => block.runs.map((run) => run.text).join("")),
    fields.source,
    fields.contact,
  ];
  let at = 0;
  for (const part of words) {
    expect(text.slice(at)).toContain(part);
    at = text.indexOf(part, at) + part.length;
  }
});
