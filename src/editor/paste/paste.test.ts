import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { fieldSchemaParts } from "../../binding/index.ts";
import { bodyState, lines, schema } from "../testing/bodyState.ts";
import { wellFormedText } from "../text/wellFormed.ts";
import { copiedText, isOwnCopy } from "./copy.ts";
import { quietStyles } from "./foreign/cleanHtml.ts";
import { withColumns } from "./incoming/withColumns.ts";
import { bodySlice, fieldSlice } from "./pasteText.ts";

it("HTML has its styles under a name the browser does not apply, and its words as they were", () => {
  expect(
    quietStyles(`<p class=a STYLE = "color:red">style="no"</p><i title="x"style='b'>1 < 2 style=3</i>`),
  ).toBe(`<p class=a data-css = "color:red">style="no"</p><i title="x"data-css='b'>1 < 2 style=3</i>`);
});

it("a copy is the product's own by what it begins with", () => {
  expect(
    isOwnCopy('<html><body>\n<!--StartFragment--><p data-pm-slice="1 1 []" data-foureyes-copy="">a</p>'),
  ).toBe(true);
  expect(isOwnCopy('<p data-pm-slice="1 1 []">a</p><p data-foureyes-copy="">b</p>')).toBe(false);
  expect(isOwnCopy("<p>data-foureyes-copy</p>")).toBe(false);
});

describe("plain text", () => {
  it("becomes paragraphs in the body, the ends joining what they stand in", () => {
    const state = bodyState("heading: a|b");
    const next = state.apply(state.tr.replaceSelection(bodySlice(schema, "one\n\ntwo\r\nthree", [])));
    expect(lines(next)).toEqual(["heading: aone", "paragraph: two", "paragraph: threeb"]);
  });

  it("keeps the columns of a spreadsheet apart, and takes a single tab for a space", () => {
    const state = bodyState("paragraph: |");
    const pasted = (text: string): string[] =>
      lines(state.apply(state.tr.replaceSelection(bodySlice(schema, withColumns(text), []))));
    expect(pasted("Ja\t12\r\nNein\t4\r\n")).toEqual(["paragraph: Ja | 12", "paragraph: Nein | 4"]);
    expect(pasted("\tJa\tNein\nBern\t1\t\n")).toEqual(["paragraph:  | Ja | Nein", "paragraph: Bern | 1"]);
    expect(pasted("\tindented\nnot")).toEqual(["paragraph:  indented", "paragraph: not"]);
    expect(pasted("a\tb")).toEqual(["paragraph: a b"]);
  });

  const field = getSchema(fieldSchemaParts);
  const inField = (text: string, lineBreaks: boolean): string => {
    const state = EditorState.create({ schema: field });
    const { doc } = state.apply(state.tr.replaceSelection(fieldSlice(field, text, lineBreaks)));
    return doc.textBetween(0, doc.content.size, null, "\n");
  };

  it("becomes one line in a field, or lines where a field has them", () => {
    expect(inField("one\n\n two\u0000", false)).toBe("one two");
    expect(inField("one\n\n two", true)).toBe("one\ntwo");
    expect(inField("", false)).toBe("");
  });

  it("comes out of the body with a blank line between paragraphs and none inside lists", () => {
    const { doc } = bodyState("heading: T", "paragraph: a", "bullet: b", "bullet: c", "---", "paragraph: d");
    expect(copiedText(doc.slice(0, doc.content.size))).toBe("T\n\na\n\nb\nc\n\nd");
  });
});

describe("what comes in without being pasted", () => {
  const plugin = wellFormedText({ lineBreaks: true });
  const state = bodyState("paragraph: a|b").reconfigure({ plugins: [plugin] });

  it("is mended where a person wrote it", () => {
    const written = state.applyTransaction(state.tr.insertText("x\u0000\ny\ufeff\ud800z")).state;
    expect(lines(written)).toEqual(["paragraph: ax\nyzb"]);
    expect(written.doc.firstChild?.childCount).toBe(3);
  });

  it("is left alone where the document brought it", () => {
    const brought = state.tr.insertText("x\u0000").setMeta("fromDocument", true);
    expect(lines(state.applyTransaction(brought).state)).toEqual(["paragraph: ax\u0000b"]);
  });
});
