import { TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { type ArticleUndo, bindingOf } from "../../../binding/index.ts";
import { fieldText } from "../../../domain/article/document.ts";
import { fieldValue } from "../../../domain/article/fieldValue.ts";
import { type AgencyField, type AgencyText, readAgencyText } from "../../../domain/import/agencyText.ts";

const fieldOrder = ["kicker", "headline", "dateline", "source"] as const satisfies AgencyField[];

/** A report of an agency that came into the body, and the fields it can fill: those that are empty. */
export interface Report {
  lines: readonly string[];
  text: AgencyText;
  fields: readonly AgencyField[];
}

/** Null for all that is no report, and where every field has its words already. */
export function reportIn(doc: Y.Doc, lines: readonly string[]): Report | null {
  const text = readAgencyText(lines);
  const fields = emptyFields(
    doc,
    fieldOrder.filter((field) => text?.fields[field] !== undefined),
  );
  return text && fields.length > 0 ? { lines, text, fields } : null;
}

const emptyFields = (doc: Y.Doc, fields: readonly AgencyField[]): AgencyField[] =>
  fields.filter((field) => fieldValue(fieldText(doc, field)).trim() === "");

/** Whether one of its fields is still empty. */
export function mayFill({ fields }: Report, { state }: EditorView): boolean {
  const doc = bindingOf(state)?.doc;
  return doc !== undefined && emptyFields(doc, fields).length > 0;
}

/** Whether a line of it still stands in the body. */
export function hasLines({ lines }: Report, { state }: EditorView): boolean {
  const report = new Set(lines.map((line) => line.trim()).filter(Boolean));
  return state.doc.content.content.some((block) => report.has(block.textContent.trim()));
}

/** Fills the fields that are empty still, and takes what now stands there out of the body. Call it within one step of the history. */
export function fillFrom({ lines, text, fields }: Report, view: EditorView, undo: ArticleUndo): void {
  const doc = bindingOf(view.state)?.doc;
  if (!doc || view.isDestroyed) return;
  const empty = emptyFields(doc, fields);
  const tr = withoutLines(view, lines, text, empty);
  if (tr.docChanged) view.dispatch(tr.scrollIntoView());
  doc.transact(() => {
    for (const field of empty) fieldText(doc, field).insert(0, text.fields[field] ?? "");
  }, undo.origin);
}

/** The body without the lines that say what is in these fields; those that somebody changed meanwhile stay. */
function withoutLines(
  { state }: EditorView,
  lines: readonly string[],
  text: AgencyText,
  fields: readonly AgencyField[],
): Transaction {
  const { tr } = state;
  const used = new Set(fields.flatMap((field) => text.lines[field] ?? []));
  const place = fields.includes("dateline") ? text.place : null;
  const cuts: { from: number; to: number }[] = [];
  let next = 0;
  state.doc.forEach((block, pos) => {
    if (!block.isTextblock) return;
    const at = lines.findIndex((line, i) => i >= next && line.trim() === block.textContent.trim());
    if (at < 0) return;
    next = at + 1;
    if (used.has(at)) cuts.push({ from: pos, to: pos + block.nodeSize });
    else if (place?.line === at && block.textContent.startsWith(place.text))
      cuts.push({ from: pos + 1, to: pos + 1 + place.text.length });
  });
  for (const { from, to } of cuts.reverse()) tr.delete(from, to);
  return tr.docChanged ? tr.setSelection(TextSelection.atStart(tr.doc)) : tr;
}
