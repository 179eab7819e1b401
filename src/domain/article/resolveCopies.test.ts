import fc from "fast-check";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { articleTexts, bodyText, copiesMap, fieldText } from "./document.ts";
import { resolveCopies } from "./resolveCopies.ts";

const letters = 8;

/** Words of `client` that stand for letters from `original` on, of the first words or of an earlier copy. */
interface Copy {
  client: number;
  /** 0: the first words; n: the n-th copy, if there is one. */
  of: number;
  original: number;
  length: number;
  rank: number;
  inLead: boolean;
  deleted: boolean[];
}

const copy = fc.record<Copy>({
  client: fc.integer({ min: 1, max: 3 }),
  of: fc.nat(4),
  original: fc.nat(letters - 1),
  length: fc.integer({ min: 1, max: letters }),
  rank: fc.integer({ min: -1, max: 2 }),
  inLead: fc.boolean(),
  deleted: fc.array(fc.boolean(), { minLength: letters, maxLength: letters }),
});

interface Unit {
  client: number;
  clock: number;
  rank: number;
  original: Unit | null;
  text: Y.Text;
  living: boolean;
}

const rootOf = (unit: Unit): Unit => (unit.original ? rootOf(unit.original) : unit);
const name = ({ client, clock }: { client: number; clock: number }): string => `${client}.${clock}`;

it("of all living units that stand for one, the best shows, unit by unit and in whatever texts", () => {
  fc.assert(
    fc.property(fc.array(copy, { maxLength: 6 }), fc.array(fc.nat(letters - 1)), (copies, firstDeleted) => {
      const doc = new Y.Doc();
      articleTexts(doc);
      // No rank is above the number of keys.
      for (let i = 0; i < 2; i++) copiesMap(doc).set(`other ${i}`, null);
      const stretches: Unit[][] = [];
      const write = (
        client: number,
        text: Y.Text,
        units: { original: Unit | null; rank: number }[],
      ): Unit[] => {
        doc.clientID = client;
        const clock = Y.getState(doc.store, client);
        text.insert(text.length, "x".repeat(units.length));
        const written = units.map((unit, i) => ({ ...unit, client, clock: clock + i, text, living: true }));
        stretches.push(written);
        return written;
      };
      write(
        9,
        bodyText(doc),
        Array.from({ length: letters }, () => ({ original: null, rank: 0 })),
      );
      const dead: Unit[] = firstDeleted.map((at) => stretches[0]?.[at] as Unit);
      for (const { client, of, original, length, rank, inLead, deleted } of copies) {
        const from = stretches[of % stretches.length]?.slice(original, original + length) ?? [];
        if (from.length === 0) continue;
        const text = inLead ? fieldText(doc, "lead") : bodyText(doc);
        const written = write(
          client,
          text,
          from.map((unit) => ({ original: unit, rank })),
        );
        const [to, first] = [written[0] as Unit, from[0] as Unit];
        copiesMap(doc).set(name(to), [first.client, first.clock, from.length, rank]);
        dead.push(...written.filter((_unit, i) => deleted[i]));
      }
      const units = stretches.flat();
      for (const text of [bodyText(doc), fieldText(doc, "lead")]) {
        let at = text.length;
        for (const unit of units.filter((u) => u.text === text).reverse()) {
          at -= 1;
          if (!dead.includes(unit)) continue;
          unit.living = false;
          text.delete(at, 1);
        }
      }
      const better = (a: Unit, b: Unit): number =>
        b.rank - a.rank || b.client - a.client || b.clock - a.clock;
      const best = (unit: Unit): Unit =>
        units.filter((rival) => rival.living && rootOf(rival) === rootOf(unit)).sort(better)[0] as Unit;
      for (const text of [bodyText(doc), fieldText(doc, "lead")]) {
        const { hidden, outdone } = resolveCopies(doc, text);
        const each = (members: typeof hidden): string[] =>
          members
            .flatMap(({ client, clock, length }) =>
              Array.from({ length }, (_unit, k) => name({ client, clock: clock + k })),
            )
            .sort();
        const lost = units.filter((unit) => unit.living && best(unit) !== unit);
        expect(each(hidden)).toEqual(
          lost
            .filter((unit) => unit.text === text)
            .map(name)
            .sort(),
        );
        expect(each(outdone)).toEqual(
          lost
            .filter((unit) => best(unit).text === text)
            .map(name)
            .sort(),
        );
      }
    }),
    { numRuns: 3_000 },
  );
});
