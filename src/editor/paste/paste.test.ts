import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { fieldSchemaParts } from "../../binding/index.ts";
import { bodyState, lines, schema } from "../testing/bodyState.ts";
import { wellFormedText } from "../text/wellFormed.ts";
import { cleanHtml, copiedFragment, quietStyles } from "./cleanHtml.ts";
import { copiedText } from "./copy.ts";
import { bodySlice, fieldSlice } from "./pasteText.ts";

type Child = Element | string;

/** As much of an element as cleaning reads; there is no HTML parser where these tests run. */
function e(tag: string, style: string | Record<string, string>, ...children: Child[]): Element {
  const attributes: Record<string, string> =
    typeof style === "string" ? (style ? { "data-css": style } : {}) : style;
  const nodes = children.map((child) =>
    typeof child === "string" ? { nodeType: 3, textContent: child, childNodes: [] } : child,
  );
  return {
    nodeType: 1,
    tagName: tag.toUpperCase(),
    childNodes: nodes,
    textContent: nodes.map((node) => node.textContent).join(""),
    getAttribute: (name: string) => attributes[name] ?? null,
    querySelectorAll: () => nodes.flatMap(styled),
  } as unknown as Element;
}

const styled = (node: unknown): Element[] => {
  const element = node as Element;
  if (element.nodeType !== 1) return [];
  const inside = [...element.childNodes].flatMap(styled);
  return element.getAttribute("data-css") === null ? inside : [element, ...inside];
};

const clean = (...children: Child[]): string =>
  cleanHtml({ body: e("body", "", ...children) } as unknown as Document).html;

const p = (text: string, style = "paragraph", indent = 0): string =>
  `<p data-style="${style}"${indent > 0 ? ` data-indent="${indent}"` : ""}>${text}</p>`;

describe("HTML that is pasted", () => {
  it("has its styles under a name the browser does not apply, and its words as they were", () => {
    expect(
      quietStyles(`<p class=a STYLE = "color:red">style="no"</p><i title="x"style='b'>1 < 2 style=3</i>`),
    ).toBe(`<p class=a data-css = "color:red">style="no"</p><i title="x"data-css='b'>1 < 2 style=3</i>`);
  });

  it("from Word keeps headings, marks and lists, and nothing of its looks", () => {
    expect(
      clean(
        e("h1", "color:red", e("b", "", "Title")),
        "\n",
        e("p", "margin:0", e("b", "mso-bidi-font-weight:normal", "Bold"), " and ", e("i", "", "slanted")),
        e("p", "", "\u00a0"),
        e("p", "mso-list:l0 level1 lfo1", e("span", "mso-list:Ignore", "·\u00a0"), "dot"),
        e("p", "mso-list:l0 level2 lfo1", e("span", "mso-list:Ignore", "1.\u00a0"), "figure"),
      ),
    ).toBe(
      p("Title", "heading") +
        p("<strong>Bold</strong> and <em>slanted</em>") +
        p("dot", "bullet") +
        p("figure", "number", 1),
    );
  });

  it("from Google Docs is bold only where its weight says so, and nests its lists", () => {
    expect(
      clean(
        e(
          "b",
          "font-weight:normal",
          e("p", "", e("span", "font-weight:700", "Bold"), e("span", "font-weight:400", " not")),
          e(
            "ul",
            "",
            e("li", "", e("p", "", "A")),
            e("ul", "", e("li", "", e("p", "", "A1"))),
            e("li", "", e("p", "", "B")),
          ),
        ),
      ),
    ).toBe(p("<strong>Bold</strong> not") + p("A", "bullet") + p("A1", "bullet", 1) + p("B", "bullet"));
  });

  it("loses scripts, frames, foreign pictures and links that are no addresses", () => {
    const { html, pictures } = cleanHtml({
      body: e(
        "body",
        "",
        e("script", "", "alert(1)"),
        e("iframe", {}, "frame"),
        e("img", { src: "https://elsewhere.example/a.jpg", onerror: "alert(1)" }),
        e("a", { href: "javascript:alert(1)" }, "bad"),
        " ",
        e("a", { href: 'https://x.example/?a=1&b="' }, "good"),
        e("span", "display: none", "hidden"),
      ),
    } as unknown as Document);
    expect(pictures).toBe(1);
    expect(html).toMatch(
      /^<p data-style="paragraph">bad <a href="https:\/\/x\.example\/[^"<>]*">good<\/a><\/p>$/,
    );
  });

  it("cannot smuggle markup in its text", () => {
    expect(clean(e("p", "", '<script>"x"</script>'))).toBe(p("&lt;script&gt;&quot;x&quot;&lt;/script&gt;"));
  });

  it("takes two line breaks for a new paragraph, one for a line break, and rows of a table for lines", () => {
    expect(clean("one", e("br", ""), "two", e("br", ""), e("br", ""), "three")).toBe(
      p("one<br>two") + p("three"),
    );
    expect(clean(e("table", "", e("tr", "", e("td", "", "a"), e("td", "", "b"))))).toBe(p("a | b"));
  });

  it("reads quotes and dividers", () => {
    expect(clean(e("blockquote", "", e("p", "", "said")), e("hr", ""))).toBe(`${p("said", "quote")}<hr>`);
  });

  it("ends where the copied part ends", () => {
    expect(copiedFragment("<body>x<!--StartFragment--> y <!--EndFragment-->z")).toBe(" y ");
    expect(copiedFragment("<p>all</p>")).toBe("<p>all</p>");
  });
});

describe("plain text", () => {
  it("becomes paragraphs in the body, the ends joining what they stand in", () => {
    const state = bodyState("heading: a|b");
    const next = state.apply(state.tr.replaceSelection(bodySlice(schema, "one\n\ntwo\r\nthree", [])));
    expect(lines(next)).toEqual(["heading: aone", "paragraph: two", "paragraph: threeb"]);
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
