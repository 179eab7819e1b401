import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { beforeAll, describe, expect, it } from "vitest";
import { listBeginnings } from "./listBeginnings.ts";
import { markdown } from "./markdown.ts";
import { fetchIncoming } from "./paste/incoming.ts";
import { bodyState, lines } from "./testing/bodyState.ts";

beforeAll(fetchIncoming);

/** Types as the editor hears it: each character goes to the rules first. */
function typed(start: EditorState, text: string | string[]): { state: EditorState; rulesRun: number } {
  let rulesRun = 0;
  const plugins = [listBeginnings(), markdown(() => rulesRun++)];
  let state = start.reconfigure({ plugins });
  const view = {
    composing: false,
    get state() {
      return state;
    },
    dispatch(transaction: EditorState["tr"]) {
      state = state.apply(transaction);
    },
  } as unknown as EditorView;
  for (const character of text) {
    const { from, to } = state.selection;
    const insert = (): EditorState["tr"] => state.tr.insertText(character);
    const isHandled = plugins.some((plugin) =>
      plugin.props.handleTextInput?.call(plugin as never, view, from, to, character, insert),
    );
    if (!isHandled) view.dispatch(insert());
  }
  return { state, rulesRun };
}

const marked = (state: EditorState): string => {
  let out = "";
  state.doc.descendants((node) => {
    if (node.isText)
      out +=
        node.marks.length > 0
          ? `[${node.marks.map((mark) => mark.type.name).join("+")}:${node.text}]`
          : node.text;
  });
  return out;
};

describe("Markdown beginnings", () => {
  it.each([
    ["# Title", "heading: Title"],
    ["## Title", "subheading: Title"],
    ["> Quote", "quote: Quote"],
    ["- item", "bullet: item"],
    ["* item", "bullet: item"],
    ["1. item", "number: item"],
    ["2025. year", "paragraph: 2025. year"],
    ["1. August", "paragraph: 1. August"],
    ["1. Januar ist Neujahr", "paragraph: 1. Januar ist Neujahr"],
    ["1. août", "paragraph: 1. août"],
    ["1. Augustin", "number: Augustin"],
    ["1. Maibaum und Mai", "number: Maibaum und Mai"],
    ["- Mai", "bullet: Mai"],
    ["* Name geändert", "paragraph: * Name geändert"],
    ["* Namenstag", "bullet: Namenstag"],
    ["#tag", "paragraph: #tag"],
    ["a # b", "paragraph: a # b"],
  ])("%s", (text, wanted) => {
    expect(lines(typed(bodyState("paragraph: |"), text).state)).toEqual([wanted]);
  });

  it.each(["- ", "* ", "1. "])("«%s» before words is a sign of the text", (text) => {
    expect(lines(typed(bodyState("paragraph: |Name geändert"), text).state)).toEqual([
      `paragraph: ${text}Name geändert`,
    ]);
  });

  it("turn three hyphens into a divider and go on below", () => {
    expect(lines(typed(bodyState("paragraph: |"), "---on").state)).toEqual(["---", "paragraph: on"]);
  });

  it("tell before they apply, once each", () => {
    expect(typed(bodyState("paragraph: |"), "# a **b** c").rulesRun).toBe(2);
  });
});

describe("Markdown marks", () => {
  it.each([
    ["a **bold** word", "a [bold:bold] word"],
    ["*so* and _so_", "[italic:so] and [italic:so]"],
    ["(**b**)", "([bold:b])"],
    ["snake_case_name", "snake_case_name"],
    ["2*3*4", "2*3*4"],
    ["a * b * c", "a * b * c"],
    ["** no **", "** no **"],
    ["****", "****"],
  ])("%s", (text, wanted) => {
    expect(marked(typed(bodyState("paragraph: |"), text).state)).toBe(wanted);
  });
});

it("leaves text that arrives whole as it is", () => {
  expect(marked(typed(bodyState("paragraph: |"), ["a **bold** word"]).state)).toBe("a **bold** word");
  expect(marked(typed(bodyState("paragraph: |"), ["**bold**"]).state)).toBe("**bold**");
});
