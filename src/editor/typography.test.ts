import { type Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  bodyBinding,
  bodySchemaParts,
  createArticleUndo,
  fieldBinding,
  fieldSchemaParts,
} from "../binding/index.ts";
import { HeadlessEditor } from "../binding/testing/headlessEditor.ts";
import { fieldText } from "../domain/article/document.ts";
import { articleFromTemplate } from "../domain/article/template.ts";
import { chooseTypography, typography } from "./typography.ts";

/** Somebody's editor of one text; keys go to the rules first, as in a page. */
function open(doc: Y.Doc, where: "body" | "headline" = "body") {
  const undo = createArticleUndo(doc);
  const rules = typography() as Plugin;
  const [parts, binding] =
    where === "body"
      ? ([bodySchemaParts, bodyBinding({ doc, undo })] as const)
      : ([fieldSchemaParts, [fieldBinding({ text: fieldText(doc, where), undo })]] as const);
  const editor = new HeadlessEditor(parts, [rules, ...binding]);
  // Its handlers are called without it.
  editor.dispatch = editor.dispatch.bind(editor);
  const view = editor as unknown as EditorView;
  const type = (text: string): void => {
    for (const sign of text) {
      const { from, to } = editor.state.selection;
      const insert = () => editor.state.tr.insertText(sign);
      if (!rules.props.handleTextInput?.call(rules as never, view, from, to, sign, insert))
        editor.dispatch(insert());
    }
  };
  const backspace = (): void => {
    const key = { key: "Backspace" } as KeyboardEvent;
    if (rules.props.handleKeyDown?.call(rules as never, view, key)) return;
    const { head } = editor.state.selection;
    editor.dispatch(editor.state.tr.delete(head - 1, head));
  };
  return {
    doc,
    undo,
    editor,
    type,
    backspace,
    caret: (at: number) =>
      editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, at))),
    text: () => editor.state.doc.textBetween(0, editor.state.doc.content.size, "/"),
  };
}

function article(language = "de-CH"): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, articleFromTemplate({ language }));
  return doc;
}

/** A colleague's copy, and what brings both to the same state. */
function colleague(doc: Y.Doc): { doc: Y.Doc; meet: () => void } {
  const other = new Y.Doc();
  const meet = (): void => {
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), "network");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "network");
  };
  meet();
  return { doc: other, meet };
}

afterEach(() => chooseTypography(true));

describe.each(["body", "headline"] as const)("typed signs in the %s", (where) => {
  it("are set in the article's language, and stand so for everybody", () => {
    const doc = article();
    const anna = open(doc, where);
    anna.type(`"Ja", sagt er -- "so 'ist's'..."`);
    expect(anna.text()).toBe("«Ja», sagt er – «so ‹ist’s›…»");
    expect(open(colleague(doc).doc, where).text()).toBe(anna.text());
    const english = open(article("en-GB"), where);
    english.type(`"It's 'so'"`);
    expect(english.text()).toBe("“It’s ‘so’”");
  });

  it("come back with one Backspace right after, and stay", () => {
    const anna = open(article(), where);
    for (const [text, back] of [
      ['"', '"'],
      [" a--", '" a--'],
      [" b...", '" a-- b...'],
    ] as const) {
      anna.type(text);
      anna.backspace();
      expect(anna.text()).toBe(back);
    }
    anna.type(' c "');
    anna.type("d");
    anna.backspace();
    expect(anna.text()).toBe('" a-- b... c «');
  });

  it("stay as they are while an input method composes, and where one wants it so", () => {
    const anna = open(article(), where);
    anna.editor.composing = true;
    anna.type('"a--');
    anna.editor.composing = false;
    chooseTypography(false);
    anna.type('"b...');
    expect(anna.text()).toBe('"a--"b...');
  });

  it("never take a sign that a colleague wrote", () => {
    const anna = open(article(), where);
    const other = colleague(anna.doc);
    const ben = open(other.doc, where);
    const start = where === "body" ? 1 : 0;
    ben.type("a-");
    other.meet();
    anna.caret(start + 2);
    anna.type("-");
    expect(anna.text()).toBe("a--");
    other.meet();
    ben.caret(start + 3);
    ben.type(" .");
    other.meet();
    anna.caret(start + 5);
    anna.type("..");
    expect(anna.text()).toBe("a-- ...");
  });
});

describe("links", () => {
  it("keep what is typed in them", () => {
    const anna = open(article());
    anna.type("ein Link");
    const { tr, schema } = anna.editor.state;
    anna.editor.dispatch(tr.addMark(1, 9, schema.mark("link", { href: "https://a.example" })));
    anna.caret(5);
    anna.type('"--');
    expect(anna.text()).toBe('ein "--Link');
  });
});

it("[P1] whatever two people type at once, Backspaces included, both have the same, and each letter once", () => {
  const step = fc.record({
    who: fc.constantFrom(0, 1),
    keys: fc.string({ unit: fc.constantFrom(...Array.from("\"'-. x<")), minLength: 1, maxLength: 6 }),
    meets: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const doc = article();
      const other = colleague(doc);
      const people = [open(doc), open(other.doc)];
      let letters = 0;
      for (const { who, keys, meets } of steps) {
        const person = people[who] as ReturnType<typeof open>;
        for (const key of keys)
          if (key !== "<") person.type(key);
          else if (/["'.»›’…–-]$/.test(person.text().slice(0, person.editor.state.selection.head - 1)))
            person.backspace();
        letters += keys.replace(/[^x]/g, "").length;
        if (meets) other.meet();
      }
      other.meet();
      expect(people[0]?.text()).toBe(people[1]?.text());
      expect(people[0]?.text().replace(/[^x]/g, "")).toHaveLength(letters);
    }),
    { numRuns: 100 },
  );
});
