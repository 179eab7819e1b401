import type * as Y from "yjs";
import { readArticle } from "../../domain/article/readArticle.ts";

/** The whole article as words to keep elsewhere, in reading order, one blank line between the parts. */
export function articleText(doc: Y.Doc): string {
  const { fields, details, body, media } = readArticle(doc);
  const picture = (id: string | null): string[] => {
    const entry = id === null ? undefined : media[id];
    return entry ? [[entry.caption, entry.credit, entry.source].filter(Boolean).join("\n")] : [];
  };
  const blocks = body.flatMap((block) => {
    if (block.kind === "text") return [block.runs.map((run) => run.text).join("")];
    return block.kind === "figure" ? picture(block.media) : [];
  });
  return [
    details.section,
    fields.kicker,
    fields.headline,
    fields.lead,
    fields.byline,
    fields.dateline,
    ...picture(details.leadMedia),
    ...blocks,
    fields.source,
    fields.contact,
  ]
    .filter((part) => part.trim() !== "")
    .join("\n\n");
}
