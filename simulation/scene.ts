import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { HeadlessEditor } from "../src/binding/testing/headlessEditor.ts";
import type { Operation } from "./operations.ts";
import type { Person } from "./person.ts";

/** Where in a text an edit falls: what the numbers of an operation choose there. */

/** New words, each character of which appears nowhere else in the run. */
export type Words = (count: number) => string;

interface Choice {
  a: number;
  b: number;
  c: number;
  n: number;
}
export interface Scene extends Choice {
  person: Person;
  editor: HeadlessEditor;
  words: Words;
}
export const chosen = ({ a = 0, b = 0, c = 0, n = 1 }: Operation): Choice => ({ a, b, c, n });
export const part = (thousandths: number, of: number): number => Math.floor((thousandths * of) / 1000);

/** The first block from the chosen one on that is as asked, and where it starts. */
export function block(doc: Node, a: number, is: (node: Node) => boolean): { node: Node; at: number } | null {
  const first = part(a, doc.childCount);
  const starts: number[] = [];
  let at = 0;
  doc.forEach((node) => {
    starts.push(at);
    at += node.nodeSize;
  });
  for (let k = 0; k < doc.childCount; k++) {
    const i = (first + k) % doc.childCount;
    if (is(doc.child(i))) return { node: doc.child(i), at: starts[i] as number };
  }
  return null;
}

export const isText = (node: Node): boolean => node.isTextblock;

/** A place in a text block, often at one of its ends. */
export function place(doc: Node, a: number, b: number): number | null {
  const found = block(doc, a, isText);
  if (!found) return null;
  const { size } = found.node.content;
  return found.at + 1 + (b < 200 ? 0 : b < 400 ? size : part(b, size + 1));
}

/** Selects `length` characters of a block or, for one choice in five, from there into the next one. */
export function selectRange({ editor, a, b, c }: Scene, length: number): boolean {
  const { doc, tr } = editor.state;
  const from = place(doc, a, b);
  if (from === null) return false;
  const end = doc.resolve(from).end();
  const next = end + 2 < doc.content.size ? doc.resolve(end + 1).nodeAfter : null;
  const across = c >= 800 && next?.isTextblock === true;
  const to = across ? end + 2 + Math.min(length, next.content.size) : Math.min(end, from + length);
  editor.dispatch(tr.setSelection(TextSelection.create(doc, from, to)));
  return true;
}
