import * as Y from "yjs";
import type { BlockStyle, TextRun } from "./content.ts";
import { addMedia, bodyText, detailsMap, fieldText, mediaText, type PictureSize } from "./document.ts";
import { type FieldName, fieldNames, type MediaFieldName, mediaFieldNames } from "./fields.ts";
import { newFigure, newTerminator } from "./flatText.ts";
import { type MarkChange, writeMarks } from "./marks.ts";

/** What a new article starts with. Only the server makes one, once, with the article's row. */
export interface ArticleTemplate {
  fields?: Partial<Record<FieldName, string>>;
  /** BCP 47 tag. */
  language: string;
  section?: string;
  body?: readonly TemplateBlock[];
  leadPicture?: TemplatePicture;
}

export type TemplateBlock =
  | { kind: "text"; style: BlockStyle; indent?: number; runs: readonly TextRun[] }
  | ({ kind: "figure" } & TemplatePicture);

/** A picture whose file is stored already. */
export interface TemplatePicture extends Record<MediaFieldName, string> {
  /** The media id, unique within the article. */
  id: string;
  asset: string;
  size?: PictureSize;
}

/** The first update of an article's document; the body starts with one empty paragraph. */
export function articleFromTemplate(template: ArticleTemplate): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const field of fieldNames) {
      const text = template.fields?.[field];
      if (text) fieldText(doc, field).insert(0, text);
    }
    detailsMap(doc).set("language", template.language);
    if (template.section) detailsMap(doc).set("section", template.section);
    if (template.leadPicture) {
      writePicture(doc, template.leadPicture);
      detailsMap(doc).set("leadMedia", template.leadPicture.id);
    }
    writeBody(doc, template.body ?? [{ kind: "text", style: "paragraph", runs: [] }]);
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

function writePicture(doc: Y.Doc, picture: TemplatePicture): void {
  addMedia(doc, picture.id, picture.asset, picture.size);
  for (const field of mediaFieldNames)
    if (picture[field]) mediaText(doc, picture.id, field)?.insert(0, picture[field]);
}

function writeBody(doc: Y.Doc, blocks: readonly TemplateBlock[]): void {
  const body = bodyText(doc);
  const marks: MarkChange[] = [];
  for (const block of blocks) {
    if (block.kind === "figure") {
      writePicture(doc, block);
      body.insertEmbed(body.length, newFigure({ id: `f-${block.id}`, media: block.id, moves: 0 }));
      continue;
    }
    for (const run of block.runs) {
      const from = body.length;
      body.insert(from, run.text);
      const to = body.length;
      if (run.bold) marks.push({ name: "bold", value: true, from, to });
      if (run.italic) marks.push({ name: "italic", value: true, from, to });
      if (run.link) marks.push({ name: "link", value: run.link, from, to });
    }
    body.insertEmbed(body.length, newTerminator(block.style, block.indent ?? 0));
  }
  writeMarks(doc, marks);
}
