import type * as Y from "yjs";
import {
  type ArticleContent,
  type ArticleDetails,
  type ArticleMedia,
  type BodyBlock,
  isBlockStyle,
  type TextRun,
} from "./content.ts";
import { detailsMap, fieldText, leadMedia, mediaEntry, mediaMap, mediaText } from "./document.ts";
import { type FieldName, fieldNames, type MediaFieldName, mediaFieldNames } from "./fields.ts";
import { fieldValue } from "./fieldValue.ts";
import { asFigure, type TextPart, terminatorStyle } from "./flatText.ts";
import { type MarkSpan, type Marks, marksBetween, resolveMarks, sameMarks } from "./marks.ts";
import { ShownText } from "./shownText.ts";
import { targetLengthOf } from "./targetLength.ts";

/** The article as plain data. Pure: the same document state gives the same content, and nothing is written. */
export function readArticle(doc: Y.Doc): ArticleContent {
  const fields = {} as Record<FieldName, string>;
  for (const field of fieldNames) fields[field] = fieldValue(fieldText(doc, field));
  return { fields, body: readBody(doc), media: readMedia(doc), details: readDetails(doc) };
}

export function readDetails(doc: Y.Doc): ArticleDetails {
  const details = detailsMap(doc);
  const text = (key: string): string => {
    const value = details.get(key);
    return typeof value === "string" ? value : "";
  };
  const instant = (key: string): string | null => {
    const at = Date.parse(text(key));
    return Number.isNaN(at) ? null : new Date(at).toISOString();
  };
  return {
    leadMedia: leadMedia(doc),
    section: text("section"),
    language: isTag(text("language")) ? text("language") : "de-CH",
    published: instant("published"),
    updated: instant("updated"),
    targetLength: targetLengthOf(details),
  };
}

/** RFC 5646, 4.4.1: no tag in use is longer. */
const longestTag = 35;
const isTag = (language: string): boolean =>
  language.length <= longestTag && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language);

function readMedia(doc: Y.Doc): Record<string, ArticleMedia> {
  const media: Record<string, ArticleMedia> = Object.create(null) as Record<string, ArticleMedia>;
  for (const id of [...mediaMap(doc).keys()].sort()) {
    const entry = mediaEntry(doc, id);
    if (!entry) continue;
    const asset = entry.get("asset");
    const texts = {} as Record<MediaFieldName, string>;
    for (const field of mediaFieldNames) {
      const text = mediaText(doc, id, field);
      texts[field] = text ? fieldValue(text) : "";
    }
    media[id] = {
      id,
      asset: typeof asset === "string" && /^[0-9a-f]{64}$/.test(asset) ? asset : null,
      ...texts,
    };
  }
  return media;
}

function readBody(doc: Y.Doc): BodyBlock[] {
  const shown = new ShownText(doc);
  const parts = shown.parts();
  const visible = shown.visible(parts);
  const spans = shown.spans(resolveMarks(doc));
  const blocks: BodyBlock[] = [];
  parts.forEach((part, at) => {
    if (!visible[at]) return;
    if (part.kind === "text") {
      const { style, indent } = terminatorStyle(part.end);
      blocks.push({
        kind: "text",
        style: isBlockStyle(style) ? style : "paragraph",
        indent,
        runs: readRuns(part, spans),
      });
      return;
    }
    const figure = asFigure(part.embed);
    if (figure) blocks.push({ kind: "figure", id: figure.id, media: figure.media });
    else if (part.embed.kind === "divider") blocks.push({ kind: "divider" });
    else blocks.push({ kind: "unknown", name: typeof part.embed.kind === "string" ? part.embed.kind : "" });
  });
  return blocks;
}

function readRuns(part: TextPart, spans: readonly MarkSpan[]): TextRun[] {
  const runs: TextRun[] = [];
  const add = (text: string, marks: Marks): void => {
    if (text === "") return;
    const last = runs[runs.length - 1];
    if (last && sameMarks(last, marks)) last.text += text;
    else runs.push({ text, ...marks });
  };
  let at = part.start;
  for (const piece of part.pieces) {
    if (typeof piece !== "string") {
      at += 1;
      continue;
    }
    let done = 0;
    for (const span of marksBetween(spans, at, at + piece.length)) {
      add(piece.slice(done, span.from - at), {});
      add(piece.slice(span.from - at, span.to - at), span.marks);
      done = span.to - at;
    }
    add(piece.slice(done), {});
    at += piece.length;
  }
  return runs;
}
