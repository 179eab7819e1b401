import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  bodyText,
  copiesMap,
  detailsMap,
  fieldText,
  marksMap,
  mediaMap,
} from "../domain/article/document.ts";
import { fieldNames } from "../domain/article/fields.ts";
import { newFigure } from "../domain/article/flatText.ts";
import { readArticle } from "../domain/article/readArticle.ts";
import { articleFromTemplate } from "../domain/article/template.ts";
import { exportHtml } from "../domain/export/index.ts";
import { context } from "../domain/export/testing/articles.ts";
import { fieldBinding } from "./fieldBinding.ts";
import { fieldSchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { meet, Person, textBlock } from "./testing/people.ts";

type Damage = (doc: Y.Doc) => void;

const wrong = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  1e9,
  0.5,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  "",
  "unheard of",
  "__proto__",
  [1, [2]],
  { deep: { down: 1 } },
);
const place = fc.nat(40);

const embed = (value: unknown) => (text: Y.Text, at: number) =>
  text.insertEmbed(at % (text.length + 1), value as object);

/** Values that nothing of ours embeds: other kinds of shared types, plain values, atoms of wrong shape. */
const strangeEmbed = fc.oneof(
  // Yjs takes a string for text, and neither null nor a text without letters.
  wrong.filter((value) => value !== null && typeof value !== "string").map((value) => embed(value)),
  fc.constantFrom(
    (text: Y.Text, at: number) => embed(new Y.Array())(text, at),
    (text: Y.Text, at: number) => embed(new Y.Text("innen"))(text, at),
    (text: Y.Text, at: number) => embed(new Y.Map())(text, at),
    (text: Y.Text, at: number) => embed(new Y.Map([["gone", true]]))(text, at),
  ),
  fc
    .record({
      kind: fc.constantFrom("figure", "divider", "poll", 7),
      block: fc.constantFrom(true, false, "true"),
      id: wrong,
      media: wrong,
      moves: wrong,
    })
    .map((value) => embed(value)),
  fc.constantFrom("f1", "f2", "").map((id) => embed(newFigure({ id, media: "m1", moves: 0 }))),
);

const ends = (doc: Y.Doc): Y.Map<unknown>[] =>
  (bodyText(doc).toDelta() as { insert: unknown }[]).flatMap(({ insert }) =>
    insert instanceof Y.Map ? [insert as Y.Map<unknown>] : [],
  );

const id = fc.constantFrom<unknown>(1, 7, 99, -1, 1.5, null, "1");
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(place, fc.constantFrom("style", "indent", "gone"), wrong).map(
    ([at, key, value]): Damage =>
      (doc) => {
        const all = ends(doc);
        all[at % Math.max(1, all.length)]?.set(key, value);
      },
  ),
  fc.tuple(place, strangeEmbed).map(
    ([at, put]): Damage =>
      (doc) =>
        put(bodyText(doc), at),
  ),
  fc.tuple(fc.constantFrom(...fieldNames), place, strangeEmbed, fc.boolean()).map(
    ([field, at, put, lines]): Damage =>
      (doc) => {
        if (lines) fieldText(doc, field).insert(0, "zwei\nZeilen");
        put(fieldText(doc, field), at);
      },
  ),
  fc.constant<Damage>((doc) => {
    const body = bodyText(doc);
    if (body.length > 0) body.delete(body.length - 1, 1);
  }),
  fc.constant<Damage>((doc) => bodyText(doc).delete(0, bodyText(doc).length)),
  fc.tuple(place, fc.nat(6)).map(
    ([at, count]): Damage =>
      (doc) => {
        const { length } = bodyText(doc);
        const from = at % (length + 1);
        bodyText(doc).delete(from, Math.min(count, length - from));
      },
  ),
  fc
    .tuple(
      fc.constantFrom("1.1", "3.7", "x", "9"),
      fc.oneof(
        wrong,
        fc.tuple(fc.constantFrom<unknown>("bold", "link", "glow", 1), wrong, id, place, id, place, wrong),
      ),
    )
    .map(
      ([key, value]): Damage =>
        (doc) =>
          marksMap(doc).set(key, value),
    ),
  fc
    .tuple(
      // Not of what Anna is still to write: an entry that names that hides it.
      fc.constantFrom("7.0", "7.3", "99.0", "x"),
      fc.oneof(
        wrong,
        fc.tuple(id, place, fc.oneof(place, wrong), wrong),
        fc.tuple(fc.constant(7), place, fc.integer({ min: 1, max: 5 }), fc.constantFrom(-1, 0, 1)),
      ),
    )
    .map(
      ([key, value]): Damage =>
        (doc) =>
          copiesMap(doc).set(key, value),
    ),
  fc
    .tuple(
      fc.constantFrom("m1", "m2"),
      fc.constantFrom("entry", "asset", "caption", "alt", "size"),
      wrong,
      fc.boolean(),
    )
    .map(
      ([media, key, value, gone]): Damage =>
        (doc) => {
          const entry = mediaMap(doc).get(media);
          if (gone) mediaMap(doc).delete(media);
          else if (key === "entry" || !(entry instanceof Y.Map)) mediaMap(doc).set(media, value);
          else entry.set(key, value);
        },
    ),
  fc.tuple(fc.constantFrom("leadMedia", "section", "language", "published", "targetLength"), wrong).map(
    ([key, value]): Damage =>
      (doc) =>
        detailsMap(doc).set(key, value),
  ),
);

function damaged(all: readonly Damage[]): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    articleFromTemplate({
      language: "de-CH",
      fields: { headline: "Titel", lead: "Vorspann" },
      body: [
        textBlock("Titel", "heading"),
        textBlock("Erster Absatz"),
        { kind: "figure", id: "m1", asset: "a".repeat(64), caption: "See", credit: "", source: "", alt: "" },
        textBlock("Punkt", "bullet"),
        textBlock("Schluss"),
      ],
    }),
  );
  doc.clientID = 7;
  for (const harm of all) harm(doc);
  return Y.encodeStateAsUpdate(doc);
}

const encoded = (doc: Y.Doc): string => Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64");

function carryOver(from: Person, to: Person): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), "network");
}

const textsOf = (person: Person): string =>
  readArticle(person.doc)
    .body.map((b) => (b.kind === "text" ? b.runs.map((r) => r.text).join("") : ""))
    .join("|");

const endOf = (doc: Y.Doc, text: string): Y.Map<unknown> => {
  let before = "";
  for (const { insert } of bodyText(doc).toDelta() as { insert: unknown }[])
    if (insert instanceof Y.Map && before === text) return insert as Y.Map<unknown>;
    else before = typeof insert === "string" ? insert : "";
  throw new Error(`no block says «${text}»`);
};

const known: [string, Damage, string[]][] = [
  [
    "a style that nobody knows",
    (doc) => endOf(doc, "Schluss").set("style", "sidebar"),
    ["heading: Titel", "Erster Absatz", "[figure]", "bullet: Punkt", "sidebar: Schluss"],
  ],
  [
    "style and indent of wrong types",
    (doc) => {
      endOf(doc, "Punkt").set("style", 7);
      endOf(doc, "Punkt").set("indent", "tief");
    },
    ["heading: Titel", "Erster Absatz", "[figure]", "Punkt", "Schluss"],
  ],
  [
    "no last terminator",
    (doc) => bodyText(doc).delete(bodyText(doc).length - 1, 1),
    ["heading: Titel", "Erster Absatz", "[figure]", "bullet: Punkt", "Schluss"],
  ],
  [
    "a figure whose media is gone",
    (doc) => mediaMap(doc).delete("m1"),
    ["heading: Titel", "Erster Absatz", "[figure]", "bullet: Punkt", "Schluss"],
  ],
  [
    "two figures of the same media",
    (doc) => bodyText(doc).insertEmbed(0, newFigure({ id: "twin", media: "m1", moves: 0 })),
    ["[figure]", "heading: Titel", "Erster Absatz", "[figure]", "bullet: Punkt", "Schluss"],
  ],
];

describe("[P3] a damaged article", () => {
  it.each(known)("with %s opens as it is, and takes edits beside the damage", (_name, harm, shown) => {
    const start = damaged([harm]);
    const plain = new Y.Doc();
    Y.applyUpdate(plain, start);
    const anna = new Person(start, 1);
    const ben = new Person(start, 2);
    expect(anna.sees()).toEqual(shown);
    expect(encoded(anna.doc)).toBe(encoded(plain));
    const last = shown.length - 1;
    anna.type(last, 7, "!").split(last, 3);
    ben.type(shown.indexOf("Erster Absatz"), 0, "Der ");
    meet(anna, ben);
    expect(anna.sees()).toEqual(ben.sees());
    expect(anna.editor.doc.textContent).toBe("TitelDer Erster AbsatzPunktSchluss!");
    anna.undo().undo();
    ben.undo();
    meet(anna, ben);
    expect(anna.sees()).toEqual(shown);
    expect(ben.sees()).toEqual(shown);
  });

  it("opens without a byte written, reads, exports, and is repaired by nobody but who edits it", () => {
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(1000)),
        (all, numbers) => {
          const start = damaged(all);
          const plain = new Y.Doc();
          Y.applyUpdate(plain, start);
          const anna = new Person(start, 1);
          const ben = new Person(start, 2);
          const fields = fieldNames.map((field) => {
            const text = fieldText(anna.doc, field);
            return new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text, undo: anna.undoHistory })]);
          });
          expect(exportHtml(readArticle(anna.doc), context())).toContain("<html");
          expect(encoded(anna.doc)).toBe(encoded(plain));
          anna.editor.doc.check();

          const blocks = (): number[] => {
            const out: number[] = [];
            anna.editor.doc.forEach((node, _at, i) => node.isTextblock && out.push(i));
            return out;
          };
          const some = (): { block: number; offset: number } => {
            const list = blocks();
            const block = list[numbers.next().value % list.length] as number;
            return { block, offset: numbers.next().value % (anna.editor.doc.child(block).content.size + 1) };
          };
          const opening = anna.editor.doc.toJSON();
          if (blocks().length === 0) return;
          const write = some();
          anna.type(write.block, write.offset, "§");
          expect(textsOf(anna)).toContain("§");
          const enter = some();
          anna.split(enter.block, enter.offset);
          anna.act((tr) => tr.addMark(0, tr.doc.content.size, anna.editor.state.schema.mark("bold")));
          carryOver(anna, ben);
          expect(JSON.stringify(ben.editor.doc)).toBe(JSON.stringify(anna.editor.doc));
          anna.restyle(some().block, "quote", 1);
          for (const editor of fields)
            editor.dispatch(editor.state.tr.insertText("§", editor.doc.content.size));
          for (const editor of fields) {
            const { size } = editor.doc.content;
            const slice = editor.doc.slice(0, size);
            editor.dispatch(editor.state.tr.delete(0, size));
            editor.dispatch(editor.state.tr.replace(0, 0, slice));
            expect(editor.doc.content.size).toBe(size);
          }
          const list = blocks();
          anna.move(list[list.length - 1] as number, 0);
          while (anna.undoHistory.canUndo()) anna.undo();
          expect(anna.editor.doc.textContent).toBe(textContent(opening));
          carryOver(anna, ben);
          expect(JSON.stringify(ben.editor.doc)).toBe(JSON.stringify(anna.editor.doc));
          const fresh = new Person(Y.encodeStateAsUpdate(anna.doc), 3);
          expect(JSON.stringify(fresh.editor.doc)).toBe(JSON.stringify(anna.editor.doc));
        },
      ),
      { numRuns: 60 },
    );
  });
});

function textContent(node: { text?: string; content?: unknown[] }): string {
  return node.text ?? (node.content ?? []).map((child) => textContent(child as { text?: string })).join("");
}
