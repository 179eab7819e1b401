import fc from "fast-check";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { type MarkName, markNames } from "./content.ts";
import { bodyText, marksMap } from "./document.ts";
import { type MarkSpan, resolveMarks, sameMarks } from "./marks.ts";

const letters = 12;

interface Operation {
  lamport: number;
  client: number;
  name: MarkName;
  on: boolean;
  from: number;
  /** Past the text: to its end. */
  to: number;
  side: 0 | 1;
}

const operation = fc.record<Operation>({
  lamport: fc.integer({ min: 1, max: 6 }),
  client: fc.integer({ min: 1, max: 3 }),
  name: fc.constantFrom(...markNames),
  on: fc.boolean(),
  from: fc.nat(letters - 1),
  to: fc.nat(letters),
  side: fc.constantFrom(0, 1),
});

const valueOf = ({ name, on, client }: Operation): true | string | null =>
  on ? (name === "link" ? `https://example.org/${client}` : true) : null;

/** Letter by letter: of each mark what the latest operation that covers it says. */
function letterByLetter(operations: readonly Operation[], deleted: ReadonlySet<number>): MarkSpan[] {
  const spans: MarkSpan[] = [];
  let index = 0;
  for (let at = 0; at < letters; at++) {
    if (deleted.has(at)) continue;
    const marks: Record<string, unknown> = {};
    for (const name of markNames) {
      const covering = operations.filter((o) => {
        const end = o.to === letters ? Number.POSITIVE_INFINITY : o.to + o.side;
        return o.name === name && o.from <= at && at < end;
      });
      covering.sort((a, b) => b.lamport - a.lamport || b.client - a.client);
      const value = covering[0] ? valueOf(covering[0]) : null;
      if (value !== null) marks[name] = value;
    }
    const last = spans[spans.length - 1];
    if (last && last.to === index && sameMarks(last.marks, marks)) last.to = index + 1;
    else if (Object.keys(marks).length > 0) spans.push({ from: index, to: index + 1, marks });
    index += 1;
  }
  return spans;
}

it("marks that overlap in any way show as letter by letter", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(operation, { maxLength: 12, selector: ({ lamport, client }) => `${lamport}.${client}` }),
      fc.uniqueArray(fc.nat(letters - 1), { maxLength: letters }),
      (operations, deleted) => {
        const doc = new Y.Doc();
        doc.clientID = 9;
        bodyText(doc).insert(0, "x".repeat(letters));
        // No lamport is above the number of keys.
        for (let i = 0; i < 6; i++) marksMap(doc).set(`other ${i}`, null);
        for (const o of operations) {
          const end = o.to === letters ? [-1, 0, 0] : [9, o.to, o.side];
          marksMap(doc).set(`${o.lamport}.${o.client}`, [o.name, valueOf(o), 9, o.from, ...end]);
        }
        for (const at of [...deleted].sort((a, b) => b - a)) bodyText(doc).delete(at, 1);
        expect(resolveMarks(doc)).toEqual(letterByLetter(operations, new Set(deleted)));
      },
    ),
    { numRuns: 5_000 },
  );
});
