import type { Node, Schema } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { AddMarkStep, type Mapping, RemoveMarkStep } from "@tiptap/pm/transform";
import { type MarkName, markNames } from "../domain/article/content.ts";
import {
  type MarkChange,
  type MarkSpan,
  type Marks,
  marksBetween,
  sameMarks,
} from "../domain/article/marks.ts";
import { type LaidOut, laidOutLength } from "./bodyLayout.ts";
import { plainMarks, schemaMarks } from "./inline.ts";

interface Stretch {
  from: number;
  to: number;
}

/** What transactions touched, in positions of the last one's document. */
export function touched(transactions: readonly Transaction[]): Stretch[] {
  const stretches: Stretch[] = [];
  const carry = (mapping: Mapping | { map: (position: number, side: number) => number }): void => {
    for (const stretch of stretches) {
      stretch.from = mapping.map(stretch.from, -1);
      stretch.to = mapping.map(stretch.to, 1);
    }
  };
  for (const transaction of transactions)
    for (const step of transaction.steps) {
      const map = step.getMap();
      carry(map);
      if (step instanceof AddMarkStep || step instanceof RemoveMarkStep)
        stretches.push({ from: step.from, to: step.to });
      map.forEach((_from, _to, from, to) => stretches.push({ from, to }));
    }
  return stretches.filter(({ from, to }) => to > from);
}

/** Whether anything between two positions carries a mark. */
export function hasMarks(document: Node, from: number, to: number): boolean {
  let found = false;
  document.nodesBetween(from, to, (node) => {
    if (node.isInline && node.marks.length > 0) found = true;
    return !found;
  });
  return found;
}

/** Calls `visit` for each inline node that is shown, with its flat index, in the blocks that `within` reaches. */
function eachInline(
  document: Node,
  layout: readonly LaidOut[],
  within: Stretch,
  visit: (node: Node, position: number, flat: number) => void,
): void {
  let flat = 0;
  let next = 0;
  document.forEach((block, at) => {
    let part = layout[next];
    while (part && !part.visible) {
      flat += laidOutLength(part);
      part = layout[++next];
    }
    if (block.isTextblock && at < within.to && at + block.nodeSize > within.from)
      block.forEach((node, offset) => visit(node, at + 1 + offset, flat + offset));
    if (part) flat += laidOutLength(part);
    next += 1;
  });
}

const hull = (stretches: readonly Stretch[]): Stretch => ({
  from: stretches.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY),
  to: stretches.reduce((most, { to }) => Math.max(most, to), 0),
});

/** Marks that the editor's schema has; of others nothing that it shows says whether they were chosen or taken away. */
const knownMarks = (schema: Schema): MarkName[] =>
  markNames.filter((name) => schema.marks[name] !== undefined);

/** The operations that make the document's marks hold for the touched stretches. */
export function markChanges(
  document: Node,
  layout: readonly LaidOut[],
  spans: readonly MarkSpan[],
  stretches: readonly Stretch[],
): MarkChange[] {
  const changes: MarkChange[] = [];
  const open = new Map<string, MarkChange>();
  let lastEnd = -1;
  const known = knownMarks(document.type.schema);
  const want = (from: number, to: number, should: Marks, is: Marks): void => {
    for (const name of known) {
      const value = should[name] ?? null;
      const running = open.get(name);
      if (value === (is[name] ?? null)) {
        open.delete(name);
      } else if (running && running.value === value && running.to === lastEnd) running.to = to;
      else {
        const change = { name, value, from, to };
        open.set(name, change);
        changes.push(change);
      }
    }
    lastEnd = to;
  };
  let lastFlat = 0;
  eachInline(document, layout, hull(stretches), (node, position, flat) => {
    const end = position + node.nodeSize;
    const inside = stretches.filter((s) => s.from < end && s.to > position);
    if (inside.length === 0) return;
    // Only a terminator lies between: one operation for a selection over several blocks.
    if (flat === lastFlat + 1 && lastEnd === lastFlat) {
      for (const change of open.values()) if (change.to === lastEnd) change.to = flat;
      lastEnd = flat;
    }
    lastFlat = flat + node.nodeSize;
    const should = plainMarks(node.marks);
    const cuts = new Set([position, end]);
    for (const { from, to } of inside) {
      cuts.add(Math.max(from, position));
      cuts.add(Math.min(to, end));
    }
    const edges = [...cuts].sort((a, b) => a - b);
    for (let i = 0; i + 1 < edges.length; i++) {
      const a = edges[i] as number;
      const b = edges[i + 1] as number;
      if (!inside.some(({ from, to }) => from <= a && to >= b)) continue;
      let from = flat + a - position;
      const to = flat + b - position;
      for (const span of marksBetween(spans, from, to)) {
        if (span.from > from) want(from, span.from, should, {});
        want(span.from, span.to, should, span.marks);
        from = span.to;
      }
      if (from < to) want(from, to, should, {});
    }
  });
  return changes;
}

/**
 * The operations for marks that were chosen for the touched stretches, as against taken over from the text before
 * them: what is taken over stays as colleagues have it. `inText`: where units of the editor stand in the text
 * that `spans` belong to.
 */
export function chosenMarks(
  document: Node,
  layout: readonly LaidOut[],
  spans: readonly MarkSpan[],
  stretches: readonly Stretch[],
  inText: (from: number, to: number) => Stretch[],
): MarkChange[] {
  const changes: MarkChange[] = [];
  eachInline(document, layout, hull(stretches), (node, position, flat) => {
    const should = plainMarks(node.marks);
    for (const stretch of stretches) {
      const from = Math.max(stretch.from, position);
      const to = Math.min(stretch.to, position + node.nodeSize);
      if (to <= from) continue;
      const taken = plainMarks(document.resolve(from).nodeBefore?.marks ?? []);
      for (const name of knownMarks(document.type.schema)) {
        const value = should[name] ?? null;
        if (value === (taken[name] ?? null)) continue;
        for (const range of inText(flat + from - position, flat + to - position)) {
          const there = marksBetween(spans, range.from, range.to);
          const covered = there.reduce((sum, span) => sum + span.to - span.from, 0);
          const whole = covered === range.to - range.from || value === null;
          if (!whole || there.some((span) => (span.marks[name] ?? null) !== value))
            changes.push({ name, value, ...range });
        }
      }
    }
  });
  return changes;
}

/** Adds the steps that make the editor show the document's marks. */
export function showMarks(
  transaction: Transaction,
  layout: readonly LaidOut[],
  spans: readonly MarkSpan[],
): void {
  const { schema } = transaction.doc.type;
  const wrong: { from: number; to: number; should: Marks; is: Marks }[] = [];
  eachInline(
    transaction.doc,
    layout,
    { from: 0, to: transaction.doc.content.size },
    (node, position, flat) => {
      const is = plainMarks(node.marks);
      let at = flat;
      const check = (to: number, should: Marks): void => {
        if (to > at && !sameMarks(is, should))
          wrong.push({ from: position + at - flat, to: position + to - flat, should, is });
        at = to;
      };
      for (const span of marksBetween(spans, flat, flat + node.nodeSize)) {
        check(span.from, {});
        check(span.to, span.marks);
      }
      check(flat + node.nodeSize, {});
    },
  );
  for (const { from, to, should, is } of wrong) {
    for (const name of markNames) {
      const type = schema.marks[name];
      if (type && is[name] !== undefined && is[name] !== should[name]) transaction.removeMark(from, to, type);
    }
    for (const mark of schemaMarks(schema, should)) transaction.addMark(from, to, mark);
  }
}
