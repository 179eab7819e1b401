import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { bodyText, copiesMap, fieldText } from "../domain/article/document.ts";
import { articleFromTemplate } from "../domain/article/template.ts";
import { caretFinder } from "./carets.ts";
import { fieldBinding } from "./fieldBinding.ts";
import { fieldSchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { Person, textBlock } from "./testing/people.ts";
import { bindingOf, type TextBinding } from "./textBinding.ts";

const entryCount = 200;

/** An article in which a stranger entered copies about letters that they deleted. */
function person(): Person {
  const bytes = articleFromTemplate({
    language: "de-CH",
    fields: { headline: "Titel", lead: "Lead" },
    leadPicture: { id: "lead", asset: "0".repeat(64), caption: "Bild", credit: "", source: "", alt: "" },
    body: [textBlock("eins"), textBlock("zwei")],
  });
  const stranger = new Y.Doc();
  Y.applyUpdate(stranger, bytes);
  const { clientID } = stranger;
  stranger.transact(() => {
    const text = fieldText(stranger, "contact");
    text.insert(0, "x".repeat(2 * entryCount));
    text.delete(0, 2 * entryCount);
    for (let i = 0; i < entryCount; i++)
      copiesMap(stranger).set(`${clientID}.${2 * i}`, [clientID, 2 * i + 1, 1, 0]);
  });
  return new Person(Y.encodeStateAsUpdate(stranger), 1);
}

/** Of the body, the headline and the lead. */
const editorsOf = ({ doc, editor, undoHistory: undo }: Person): HeadlessEditor[] => [
  editor,
  ...(["headline", "lead"] as const).map(
    (field) => new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text: fieldText(doc, field), undo })]),
  ),
];

const caretAt = (text: Y.Text, index: number): unknown => {
  const position = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1));
  return { anchor: position, head: position };
};

describe("entries about letters that nobody sees", () => {
  afterEach(() => vi.restoreAllMocks());

  /** How often all entries were read meanwhile. */
  const readings = (doc: Y.Doc, act: () => void): number => {
    const read = vi.spyOn(copiesMap(doc), "forEach");
    act();
    return read.mock.calls.length;
  };

  it("are read once, however many carets move and keys are typed", () => {
    const one = person();
    const find = caretFinder(editorsOf(one) as never);
    const body = caretAt(bodyText(one.doc), 3);
    const headline = caretAt(fieldText(one.doc, "headline"), 2);
    expect(find(body)?.head).toBe(4);
    const count = readings(one.doc, () => {
      for (let i = 0; i < 20; i++) {
        find(body);
        find(headline);
        one.type(0, 0, "x");
      }
    });
    expect(count).toBe(0);
    expect(readings(one.doc, () => copiesMap(one.doc).set("1.0", [2, 0, 1, 0]))).toBeLessThan(3);
  });

  it("only the editor of a caret's text is asked where it is", () => {
    const one = person();
    const editors = editorsOf(one);
    const asked = editors.map(({ state }) => vi.spyOn(bindingOf(state) as TextBinding, "indexOf"));
    const find = caretFinder(editors as never);
    const found = find(caretAt(bodyText(one.doc), 3));
    expect(found?.head).toBe(4);
    expect(found?.view === (one.editor as unknown)).toBe(true);
    expect(asked.map(({ mock }) => mock.calls.length)).toEqual([2, 0, 0]);
  });
});
