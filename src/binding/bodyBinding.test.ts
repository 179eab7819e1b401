import { Fragment } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, marksMap } from "../domain/article/document.ts";
import { newTerminator } from "../domain/article/flatText.ts";
import { writeMarks } from "../domain/article/marks.ts";
import { readArticle } from "../domain/article/readArticle.ts";
import { articleFromTemplate, type TemplateBlock } from "../domain/article/template.ts";
import { bodyBinding } from "./bodyBinding.ts";
import { bodySchemaParts } from "./schema.ts";
import { HeadlessEditor } from "./testing/headlessEditor.ts";
import { bothOrders, meet, textBlock, twoPeople } from "./testing/people.ts";
import { createArticleUndo } from "./undo.ts";

const paragraph = (text: string): TemplateBlock => ({
  kind: "text",
  style: "paragraph",
  runs: text ? [{ text }] : [],
});
const article = (...body: TemplateBlock[]): Uint8Array => articleFromTemplate({ language: "de-CH", body });

function open(start: Uint8Array, clientID = 1) {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  Y.applyUpdate(doc, start, "network");
  const undo = createArticleUndo(doc);
  const editor = new HeadlessEditor(bodySchemaParts, bodyBinding({ doc, undo }));
  const blocks = (): string[] =>
    readArticle(doc).body.map((b) =>
      b.kind === "text"
        ? `${b.style}:${b.runs.map((r) => (r.bold ? `*${r.text}*` : r.text)).join("")}`
        : b.kind,
    );
  return { doc, undo, editor, blocks, text: bodyText(doc) };
}

const both = (a: Y.Doc, b: Y.Doc): void => {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), "network");
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), "network");
};

describe("[P3] opening an article", () => {
  it("writes nothing, however damaged it is", () => {
    const doc = new Y.Doc();
    const body = bodyText(doc);
    body.insert(0, "offen\nmit Umbruch");
    body.insertEmbed(body.length, { kind: "chart", block: true, data: [1] });
    body.insertEmbed(body.length, { kind: "formula" });
    body.insert(body.length, "Ende");
    const start = Y.encodeStateAsUpdate(doc);
    const { editor, doc: opened } = open(start);
    expect(editor.doc.childCount).toBe(3);
    expect(Y.encodeStateAsUpdate(opened)).toEqual(start);
  });

  it("a body without anything is one empty paragraph, and typing in it makes it so", () => {
    const { editor, blocks, doc } = open(Y.encodeStateAsUpdate(new Y.Doc()));
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(new Y.Doc()));
    editor.dispatch(editor.state.tr.insertText("Wort", 1));
    editor.dispatch(editor.state.tr.split(3));
    expect(blocks()).toEqual(["paragraph:Wo", "paragraph:rt"]);
  });

  it("typing elsewhere leaves what this version does not know as it is", () => {
    const source = new Y.Doc();
    const body = bodyText(source);
    body.insert(0, "a");
    const end = new Y.Map<unknown>();
    body.insertEmbed(1, end);
    end.set("style", "epigraph");
    end.set("voice", "soft");
    body.insertEmbed(2, { kind: "chart", block: true, data: [1] });
    marksMap(source).set("1.9", ["glow", true, 1, 0, -1, 0, 0]);
    const { editor, text, doc } = open(Y.encodeStateAsUpdate(source));
    editor.dispatch(editor.state.tr.insertText("x", 1));
    editor.dispatch(editor.state.tr.split(2));
    const embeds = text.toDelta().filter((d: { insert: unknown }) => typeof d.insert !== "string");
    expect(embeds.at(-1)).toEqual({ insert: { kind: "chart", block: true, data: [1] } });
    const last = embeds.at(-2).insert as Y.Map<unknown>;
    expect(last.toJSON()).toEqual({ style: "epigraph", voice: "soft" });
    expect(marksMap(doc).toJSON()).toEqual({ "1.9": ["glow", true, 1, 0, -1, 0, 0] });
  });
});

describe.each(bothOrders)("[P1] two people at one place (client ids %i and %i)", (first, second) => {
  const pair = (...body: TemplateBlock[]) => {
    const start = article(...body);
    return [open(start, first), open(start, second)] as const;
  };

  it("both press Enter at one spot: one empty paragraph more, nothing doubled", () => {
    const [a, b] = pair(paragraph("HalloWelt"));
    a.editor.dispatch(a.editor.state.tr.split(6));
    b.editor.dispatch(b.editor.state.tr.split(6));
    both(a.doc, b.doc);
    expect(a.blocks()).toEqual(["paragraph:Hallo", "paragraph:", "paragraph:Welt"]);
    expect(b.editor.doc.toJSON()).toEqual(a.editor.doc.toJSON());
  });

  it("one restyles while the other presses Enter at the end: the new block keeps its own style", () => {
    const [a, b] = pair(paragraph("Titel"));
    a.editor.dispatch(a.editor.state.tr.setNodeMarkup(0, null, { style: "heading", indent: 0 }));
    b.editor.dispatch(b.editor.state.tr.split(6));
    b.editor.dispatch(b.editor.state.tr.insertText("neu", 8));
    both(a.doc, b.doc);
    expect(a.blocks()).toEqual(["heading:Titel", "paragraph:neu"]);
    expect(b.blocks()).toEqual(a.blocks());
  });

  it("one types into a paragraph the other deletes: the words stay in a paragraph of their own", () => {
    const [a, b] = pair(paragraph("eins"), paragraph("zwei"), paragraph("drei"));
    a.editor.dispatch(a.editor.state.tr.delete(6, 12));
    b.editor.dispatch(b.editor.state.tr.insertText("!", 9));
    both(a.doc, b.doc);
    expect(a.blocks()).toEqual(["paragraph:eins", "paragraph:!", "paragraph:drei"]);
    expect(a.undo.undo()).toBe(true);
    both(a.doc, b.doc);
    expect(b.blocks().map((x) => x.length)).toEqual([14, 15, 14]);
  });

  it("one joins while the other types at the end", () => {
    const [a, b] = pair(paragraph("eins"), paragraph("zwei"));
    a.editor.dispatch(a.editor.state.tr.join(6));
    b.editor.dispatch(b.editor.state.tr.insertText("!", 11));
    both(a.doc, b.doc);
    expect(a.blocks()).toEqual(["paragraph:einszwei!"]);
  });

  it("one pastes three paragraphs while the other splits there", () => {
    const [a, b] = pair(paragraph("vorhinten"));
    const { schema } = a.editor.state;
    const pasted = ["x", "y", "z"].map((t) => schema.node("textblock", null, [schema.text(t)]));
    a.editor.dispatch(a.editor.state.tr.insert(11, Fragment.fromArray(pasted)));
    b.editor.dispatch(b.editor.state.tr.split(4));
    both(a.doc, b.doc);
    expect(a.blocks()).toEqual([
      "paragraph:vor",
      "paragraph:hinten",
      "paragraph:x",
      "paragraph:y",
      "paragraph:z",
    ]);
    expect(b.blocks()).toEqual(a.blocks());
  });
});

describe.each([
  ["an empty one", ""],
  ["one with words", "neu"],
])("a paragraph that a colleague puts between two others, %s,", (_name, words) => {
  it("leaves these the nodes they were, when it comes and when it goes", () => {
    const start = article(paragraph("eins"), paragraph("zwei"), paragraph("drei"));
    const mine = open(start, 1);
    const other = open(start, 2);
    const before = [...mine.editor.doc.content.content];
    const { schema, tr } = other.editor.state;
    const content = words ? schema.text(words) : undefined;
    other.editor.dispatch(tr.insert(6, schema.node("textblock", null, content)));
    both(mine.doc, other.doc);
    const [eins, , zwei, drei] = mine.editor.doc.content.content;
    expect([eins, zwei, drei].map((node, i) => node === before[i])).toEqual([true, true, true]);
    other.undo.undo();
    both(mine.doc, other.doc);
    expect(mine.editor.doc.content.content.map((node, i) => node === before[i])).toEqual([true, true, true]);
  });
});

describe("several colleagues' edits that arrive together", () => {
  const start = article(paragraph("eins"), paragraph("zwei"), paragraph("drei"), paragraph("vier"));
  /** Shows `mine` all that `edits` of a colleague's did, at once. */
  function arrive(mine: ReturnType<typeof open>, ...edits: ((tr: Transaction) => void)[]): void {
    const other = open(start, 2);
    for (const edit of edits) {
      const { tr } = other.editor.state;
      edit(tr);
      other.editor.dispatch(tr);
    }
    both(mine.doc, other.doc);
    expect(mine.editor.doc.toJSON()).toEqual(other.editor.doc.toJSON());
  }
  const select = ({ editor }: ReturnType<typeof open>, anchor: number, head: number): void =>
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, anchor, head)));
  const around = ({ editor }: ReturnType<typeof open>): string => {
    const { $anchor, $head } = editor.state.selection;
    return [$anchor, $head]
      .map(
        ({ parent, parentOffset: at }) =>
          `${parent.textContent.slice(0, at)}|${parent.textContent.slice(at)}`,
      )
      .join(" ");
  };

  it("leave the blocks between them the nodes they were, and the selection in one where it was", () => {
    const mine = open(start, 1);
    select(mine, 8, 10);
    const zwei = mine.editor.doc.child(1);
    arrive(
      mine,
      (tr) => void tr.split(21),
      (tr) => void tr.split(3),
    );
    expect(mine.blocks()).toEqual(
      ["ei", "ns", "zwei", "drei", "vi", "er"].map((text) => `paragraph:${text}`),
    );
    expect(mine.editor.doc.child(2) === zwei).toBe(true);
    expect(around(mine)).toBe("z|wei zwe|i");
  });

  it("leave the caret beside its letters, also among blocks that all changed", () => {
    const mine = open(start, 1);
    select(mine, 9, 9);
    arrive(
      mine,
      (tr) => void tr.split(15),
      (tr) => void tr.insertText("n", 11),
      (tr) => void tr.insertText("Die ", 7),
      (tr) => void tr.split(3),
    );
    expect(mine.blocks()).toEqual(
      ["ei", "ns", "Die zwein", "dr", "ei", "vier"].map((text) => `paragraph:${text}`),
    );
    expect(around(mine)).toBe("Die zw|ein Die zw|ein");
  });

  it("leave the caret where its deleted letters were", () => {
    const mine = open(start, 1);
    select(mine, 9, 16);
    arrive(
      mine,
      (tr) => void tr.delete(8, 17),
      (tr) => void tr.split(3),
      (tr) => void tr.insertText("s", tr.doc.content.size - 1),
    );
    expect(mine.blocks()).toEqual(["ei", "ns", "z", "viers"].map((text) => `paragraph:${text}`));
    expect(around(mine)).toBe("z| z|");
  });
});

describe("marks", () => {
  it("one operation for a selection over several paragraphs, and none for plain typing inside", () => {
    const { editor, blocks, doc } = open(article(paragraph("eins"), paragraph("zwei"), paragraph("drei")));
    const { bold } = editor.state.schema.marks;
    editor.dispatch(editor.state.tr.addMark(3, 15, bold!.create()));
    expect(blocks()).toEqual(["paragraph:ei*ns*", "paragraph:*zwei*", "paragraph:*dr*ei"]);
    expect(marksMap(doc).size).toBe(1);
    editor.dispatch(editor.state.tr.insert(9, editor.state.schema.text("!", [bold!.create()])));
    expect(marksMap(doc).size).toBe(1);
    expect(blocks()[1]).toBe("paragraph:*zw!ei*");
  });

  it("stay switched on for the next letter when a colleague types meanwhile", () => {
    const { editor, doc, text, blocks } = open(article(paragraph("eins"), paragraph("zwei")));
    const { bold } = editor.state.schema.marks;
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 5)));
    editor.dispatch(editor.state.tr.addStoredMark(bold!.create()));
    doc.transact(() => text.insert(6, "X"), "network");
    editor.dispatch(editor.state.tr.insertText("!"));
    expect(blocks()).toEqual(["paragraph:eins*!*", "paragraph:zXwei"]);
  });

  it("come back with the words when a deletion is undone", () => {
    const { editor, blocks, undo, doc } = open(article(paragraph("ganz normal")));
    const { bold } = editor.state.schema.marks;
    editor.dispatch(editor.state.tr.addMark(1, 5, bold!.create()));
    undo.stopCapturing();
    editor.dispatch(editor.state.tr.delete(1, 5));
    expect(blocks()).toEqual(["paragraph: normal"]);
    undo.undo();
    expect(blocks()).toEqual(["paragraph:*ganz* normal"]);
    const other = open(Y.encodeStateAsUpdate(doc), 7);
    expect(other.blocks()).toEqual(["paragraph:*ganz* normal"]);
  });
});

describe("where a selection goes", () => {
  it("takes in no words that a colleague writes at its edges", () => {
    const { editor, doc, text } = open(article(paragraph("vorher mitte nachher")));
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 13, 8)));
    doc.transact(() => {
      text.insert(12, "»");
      text.insert(7, "«");
    }, "network");
    const { from, to, head } = editor.state.selection;
    expect(editor.doc.textBetween(from, to)).toBe("mitte");
    expect(head).toBe(from);
  });

  it.each(bothOrders)(
    "stays behind one's words where others come back around them (clients %i, %i)",
    (...ids) => {
      const { a, b } = twoPeople(ids, textBlock("vorher nachher"));
      a.erase(0, 0, 14);
      b.type(0, 7, "bb");
      meet(a, b);
      b.editor.dispatch(b.editor.state.tr.setSelection(TextSelection.create(b.editor.doc, 3)));
      a.undo();
      meet(a, b);
      const { $head } = b.editor.state.selection;
      expect($head.parent.textBetween(0, $head.parentOffset)).toBe("vorher bb");
    },
  );
});

describe("input methods", () => {
  it("a remote edit waits, and the composed words land where they were written", async () => {
    const { editor, doc, text, blocks } = open(article(paragraph("eins"), paragraph("zwei")));
    editor.composing = true;
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)).insertText("k"));
    doc.transact(() => {
      text.insert(0, "neu ");
      text.delete(4, 4);
      text.insert(8, "!");
    }, "network");
    editor.dispatch(editor.state.tr.insertText("か", 9, 10));
    expect(editor.doc.textContent).toBe("einszwかei");
    editor.endComposition();
    await expect.poll(() => editor.doc.textContent).toBe("neu zwか!ei");
    expect(blocks()).toEqual(["paragraph:neu ", "paragraph:zwか!ei"]);
  });

  it("what colleagues write in other blocks shows while one composes", () => {
    const { editor, doc, text, blocks } = open(
      article(paragraph("eins"), paragraph("zwei"), paragraph("drei")),
    );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    editor.dispatch(editor.state.tr.insertText("k"));
    doc.transact(() => text.insert(4, "!"), "network");
    doc.transact(() => text.insert(12, "Vor "), "network");
    expect(editor.doc.textContent).toBe("eins!zwkeiVor drei");
    doc.transact(() => text.insert(6, "Ja, "), "network");
    expect(editor.doc.textContent).toBe("eins!zwkeiVor drei");
    editor.dispatch(editor.state.tr.insertText("か", 10, 11));
    expect(blocks()).toEqual(["paragraph:eins!", "paragraph:Ja, zwかei", "paragraph:Vor drei"]);
  });

  it("blocks that come on one side of the composed one show at once; on both sides they wait", async () => {
    const { editor, doc, text, blocks } = open(
      article(paragraph("eins"), paragraph("zwei"), paragraph("drei")),
    );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    editor.dispatch(editor.state.tr.insertText("k"));
    const split = (at: number): void => text.insertEmbed(at, newTerminator("paragraph", 0));
    doc.transact(() => split(2), "network");
    expect(blocks()).toEqual(["paragraph:ei", "paragraph:ns", "paragraph:zwkei", "paragraph:drei"]);
    doc.transact(() => {
      split(text.length - 3);
      split(1);
    }, "network");
    expect(editor.doc.childCount).toBe(4);
    editor.dispatch(editor.state.tr.insertText("か", 11, 12));
    editor.endComposition();
    await expect.poll(() => editor.doc.childCount).toBe(6);
    expect(blocks()).toEqual([
      "paragraph:e",
      "paragraph:i",
      "paragraph:ns",
      "paragraph:zwかei",
      "paragraph:dr",
      "paragraph:ei",
    ]);
  });

  it("a style set while what a colleague wrote waits holds, and so does the colleague's", async () => {
    const { editor, doc, text, blocks } = open(
      article(paragraph("eins"), paragraph("zwei"), paragraph("drei")),
    );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    doc.transact(() => {
      text.insert(7, "Ja");
      (text.toDelta()[5] as { insert: Y.Map<unknown> }).insert.set("style", "quote");
    }, "network");
    expect(editor.doc.textContent).toBe("einszweidrei");
    editor.dispatch(editor.state.tr.setNodeAttribute(6, "style", "heading").setNodeAttribute(6, "indent", 1));
    editor.dispatch(editor.state.tr.insertText("k", 9));
    expect(editor.doc.textContent).toBe("einszwkeidrei");
    editor.endComposition();
    await expect.poll(() => editor.doc.textContent).toMatch(/^einszw(Jak|kJa)eidrei$/);
    expect(blocks()).toEqual(["paragraph:eins", expect.stringMatching(/^heading1?:zw/), "quote:drei"]);
  });

  it("Enter while a colleague's words wait makes one paragraph, and the caret stands in it", () => {
    const { editor, doc, text, blocks } = open(article());
    editor.dispatch(editor.state.tr.insertText("stetig"));
    editor.composing = true;
    doc.transact(() => text.insert(0, "Ja, "), "network");
    expect(editor.doc.textContent).toBe("stetig");
    editor.composing = false;
    editor.dispatch(editor.state.tr.split(editor.state.selection.head));
    editor.composing = true;
    for (const letter of "Die") editor.dispatch(editor.state.tr.insertText(letter));
    expect(blocks()).toEqual(["paragraph:Ja, stetig", "paragraph:Die"]);
    expect(editor.doc.textContent).toBe("Ja, stetigDie");
    expect(editor.state.selection.$head.parentOffset).toBe(3);
  });

  it("what changes blocks while words wait on both sides of it goes to its place, and undo takes it alone", () => {
    const { editor, doc, text, undo, blocks } = open(
      article(paragraph("eins"), paragraph("zwei"), paragraph("drei")),
    );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    doc.transact(() => {
      text.insert(text.length - 1, "!");
      text.insert(9, "?");
      text.insert(5, "Ja, ");
      text.insert(0, "»");
    }, "network");
    expect(editor.doc.textContent).toBe("einszweidrei");
    undo.stopCapturing();
    editor.dispatch(editor.state.tr.split(editor.state.selection.head));
    expect(blocks()).toEqual(["paragraph:»eins", "paragraph:Ja, zw", "paragraph:ei?", "paragraph:drei!"]);
    expect(editor.state.selection.$head.parent.textContent).toBe("ei?");
    undo.undo();
    expect(blocks()).toEqual(["paragraph:»eins", "paragraph:Ja, zwei?", "paragraph:drei!"]);
  });

  it("blocks deleted while a colleague's words in them wait leave those words standing", () => {
    const { editor, doc, text, blocks } = open(
      article(paragraph("eins"), paragraph("zwei"), paragraph("drei")),
    );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    doc.transact(() => text.insert(7, "Ja"), "network");
    editor.dispatch(editor.state.tr.delete(6, 12));
    expect(blocks()).toEqual(["paragraph:eins", "paragraph:Ja", "paragraph:drei"]);
    expect(editor.doc.textContent).toBe("einsJadrei");
  });

  it("the caret stays where it was when what waited shows on both sides of it", async () => {
    const { editor, doc, text } = open(article(paragraph("eins"), paragraph("zwei")));
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 9)));
    editor.composing = true;
    doc.transact(() => {
      text.insert(9, "!");
      text.insert(5, "Ja, ");
      text.insert(0, "»");
    }, "network");
    editor.dispatch(editor.state.tr.insertText("か"));
    editor.endComposition();
    await expect.poll(() => editor.doc.textContent).toBe("»einsJa, zwかei!");
    const { $head } = editor.state.selection;
    expect($head.parent.textBetween(0, $head.parentOffset)).toBe("Ja, zwか");
  });

  it("shows what waited also when a composition ended without an event", () => {
    const { editor, doc, text } = open(article(paragraph("eins")));
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 5)));
    editor.composing = true;
    doc.transact(() => text.insert(0, "k"), "network");
    expect(editor.doc.textContent).toBe("eins");
    editor.composing = false;
    doc.transact(() => text.insert(0, "n"), "network");
    expect(editor.doc.textContent).toBe("nkeins");
  });

  it("a mark chosen for the composed words holds, and one taken over follows the colleagues", () => {
    const { editor, doc, text, blocks } = open(article(paragraph("eins"), paragraph("zwei")));
    const { bold } = editor.state.schema.marks;
    const compose = (words: string, from: number, to: number): void =>
      editor.dispatch(
        editor.state.tr.replaceWith(from, to, editor.state.schema.text(words, [bold!.create()])),
      );
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, 11)));
    editor.composing = true;
    doc.transact(() => text.insert(5, "Die "), "network");
    compose("k", 11, 11);
    doc.transact(() => text.insert(5, "»"), "network");
    compose("か", 11, 12);
    compose("ん", 12, 12);
    expect(blocks()).toEqual(["paragraph:eins", "paragraph:»Die zwei*かん*"]);

    const plain = open(article(paragraph("eins")));
    plain.editor.dispatch(plain.editor.state.tr.setSelection(TextSelection.create(plain.editor.doc, 5)));
    plain.editor.composing = true;
    plain.editor.dispatch(plain.editor.state.tr.insertText("k"));
    plain.doc.transact(() => {
      plain.text.insert(0, "Nur ");
      writeMarks(plain.doc, [{ name: "bold", value: true, from: 0, to: 9 }]);
    }, "network");
    plain.editor.dispatch(plain.editor.state.tr.insertText("かん", 5, 6));
    expect(plain.blocks()).toEqual(["paragraph:*Nur einsかん*"]);
  });
});
