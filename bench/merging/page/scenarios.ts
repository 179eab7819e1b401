import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { type Contender, schema } from "./contenders.ts";
import { lines, Network, type Verdict } from "./network.ts";

/** Two people at once. Every letter is used once, so that losses and doubles show. */
interface Scenario {
  name: string;
  start?: string[];
  /** Before the two part: both have it. */
  first?: (tr: Transaction) => void;
  a: (tr: Transaction) => void;
  b: (tr: Transaction) => void;
  /** After everything arrived everywhere: `a` takes back what it did, or both do. */
  undo?: "a" | "both";
  /** What both must be shown then; several where more than one answer does what both meant. */
  expect: string[][];
}

const textblock = (text: string, style = "paragraph"): Node =>
  schema.node("textblock", { style, indent: 0 }, text === "" ? [] : [schema.text(text)]);

/** «style: text» or a text; «[figure]». */
function block(line: string): Node {
  if (line === "[figure]") return schema.node("figure", { id: "f-pic", media: "pic", moves: 0 });
  const [, style, text] = /^(?:(heading|quote|bullet): )?(.*)$/.exec(line) as unknown as [
    string,
    string?,
    string?,
  ];
  return textblock(text ?? "", style ?? "paragraph");
}

/** The position before the nth block. */
function before(document: Node, index: number): number {
  let at = 0;
  for (let i = 0; i < index; i++) at += document.child(i).nodeSize;
  return at;
}

const inside = (document: Node, index: number, offset: number): number =>
  before(document, index) + 1 + offset;
const endOf = (document: Node, index: number): number =>
  inside(document, index, document.child(index).content.size);

const type =
  (index: number, offset: number, text: string) =>
  (tr: Transaction): void =>
    void tr.insertText(text, inside(tr.doc, index, offset));
const typeAtEnd =
  (index: number, text: string) =>
  (tr: Transaction): void =>
    void tr.insertText(text, endOf(tr.doc, index));
const enter =
  (index: number, offset: number) =>
  (tr: Transaction): void =>
    void tr.split(inside(tr.doc, index, offset));
const restyle =
  (index: number, style: string) =>
  (tr: Transaction): void =>
    void tr.setNodeAttribute(before(tr.doc, index), "style", style);
const join =
  (index: number) =>
  (tr: Transaction): void =>
    void tr.join(before(tr.doc, index));
const drop =
  (index: number) =>
  (tr: Transaction): void =>
    void tr.delete(before(tr.doc, index), before(tr.doc, index + 1));
const move =
  (index: number, to: number) =>
  (tr: Transaction): void => {
    const node = tr.doc.child(index);
    drop(index)(tr);
    tr.insert(before(tr.doc, to), node);
  };
const erase =
  (index: number, from: number, to: number) =>
  (tr: Transaction): void =>
    void tr.delete(inside(tr.doc, index, from), inside(tr.doc, index, to));

export const scenarios: readonly Scenario[] = [
  {
    name: "both press Enter at one spot",
    a: enter(0, 3),
    b: enter(0, 3),
    expect: [
      ["abc", "", "def", "ghi", "jkl"],
      ["abc", "def", "ghi", "jkl"],
    ],
  },
  {
    name: "both make it a heading",
    a: restyle(0, "heading"),
    b: restyle(0, "heading"),
    expect: [["heading: abcdef", "ghi", "jkl"]],
  },
  {
    name: "restyle while the other types",
    a: restyle(0, "quote"),
    b: type(0, 3, "XYZ"),
    expect: [["quote: abcXYZdef", "ghi", "jkl"]],
  },
  {
    name: "restyle while the other presses Enter at its end",
    a: restyle(0, "heading"),
    b: (tr) => {
      enter(0, 6)(tr);
      type(1, 0, "XYZ")(tr);
    },
    expect: [["heading: abcdef", "XYZ", "ghi", "jkl"]],
  },
  {
    name: "split, the other types in the tail",
    a: enter(0, 3),
    b: typeAtEnd(0, "XYZ"),
    expect: [["abc", "defXYZ", "ghi", "jkl"]],
  },
  {
    name: "join, the other types at the end",
    a: join(1),
    b: typeAtEnd(0, "XYZ"),
    expect: [["abcdefXYZghi", "jkl"]],
  },
  {
    name: "drag a paragraph, the other types in it",
    a: move(0, 2),
    b: type(0, 3, "XYZ"),
    expect: [
      ["ghi", "jkl", "abcXYZdef"],
      ["XYZ", "ghi", "jkl", "abcdef"],
      ["ghi", "jkl", "XYZ", "abcdef"],
    ],
  },
  {
    name: "delete a paragraph, the other types in it",
    a: drop(0),
    b: type(0, 3, "XYZ"),
    expect: [["XYZ", "ghi", "jkl"]],
  },
  {
    name: "paste three paragraphs while the other splits",
    a: (tr) =>
      void tr.replaceWith(
        inside(tr.doc, 0, 6) + 1,
        inside(tr.doc, 0, 6) + 1,
        ["mn", "op", "qr"].map((t) => textblock(t)),
      ),
    b: enter(0, 3),
    expect: [["abc", "def", "mn", "op", "qr", "ghi", "jkl"]],
  },
  {
    name: "delete all and write anew, the other types",
    a: (tr) => {
      tr.delete(0, tr.doc.content.size);
      tr.insertText("NEU", 1);
    },
    b: type(1, 1, "XYZ"),
    expect: [
      ["XYZ", "NEU"],
      ["NEU", "XYZ"],
    ],
  },
  {
    name: "both drag the same paragraph",
    a: move(0, 2),
    b: move(0, 1),
    expect: [
      ["ghi", "jkl", "abcdef"],
      ["ghi", "abcdef", "jkl"],
    ],
  },
  {
    name: "both drag the same picture",
    start: ["[figure]", "abc", "def"],
    a: move(0, 2),
    b: move(0, 1),
    expect: [
      ["abc", "[figure]", "def"],
      ["abc", "def", "[figure]"],
    ],
  },
  {
    name: "undo of a split, the other typed in the tail",
    a: enter(0, 3),
    b: typeAtEnd(0, "XYZ"),
    undo: "a",
    expect: [["abcdefXYZ", "ghi", "jkl"]],
  },
  {
    name: "undo of a join, the other typed at its end",
    a: join(1),
    b: typeAtEnd(1, "XYZ"),
    undo: "a",
    expect: [["abcdef", "ghiXYZ", "jkl"]],
  },
  {
    name: "undo of a restyle, the other typed",
    a: restyle(0, "quote"),
    b: type(0, 3, "XYZ"),
    undo: "a",
    expect: [["abcXYZdef", "ghi", "jkl"]],
  },
  {
    name: "both delete the same letters, both undo",
    a: erase(0, 1, 3),
    b: erase(0, 1, 3),
    undo: "both",
    expect: [["abcdef", "ghi", "jkl"]],
  },
];

/** The worse of both orders of client ids comes first in the table; equal ones are one word. */
export function playScenario(contender: Contender, scenario: Scenario): Verdict[] {
  return [
    [1, 2],
    [2, 1],
  ].map((ids) => play(contender, scenario, ids));
}

function play(contender: Contender, { start, first, a, b, undo, expect }: Scenario, ids: number[]): Verdict {
  const article = schema.node("doc", null, (start ?? ["abcdef", "ghi", "jkl"]).map(block));
  const network = new Network(contender, article, ids);
  try {
    if (first) {
      network.edit(0, first);
      network.heal();
    }
    network.edit(0, a);
    network.edit(1, b);
    network.heal();
    if (undo) {
      network.person(0).undo();
      if (undo === "both") network.person(1).undo();
      network.heal();
    }
    if (!network.agrees()) return "differs";
    return judge(lines(network.person(0).view.state.doc), expect);
  } catch {
    return "threw";
  } finally {
    network.close();
  }
}

function judge(shown: readonly string[], expected: readonly string[][]): Verdict {
  if (expected.some((one) => one.join("\n") === shown.join("\n"))) return "ok";
  const count = (list: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    const pieces = list.flatMap((line) =>
      line.startsWith("[") ? [line] : line.replace(/^\w+: /, "").split(""),
    );
    for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    return counts;
  };
  const wanted = count(expected[0] ?? []);
  const is = count(shown);
  for (const [piece, n] of wanted) if ((is.get(piece) ?? 0) < n) return "lost";
  for (const [piece, n] of is) if (n > (wanted.get(piece) ?? 0)) return "doubled";
  return "displaced";
}

/** A colleague's newer version wrote a block that this one does not know; here somebody opens and types elsewhere. */
export function oldVersionOpens(contender: Contender): Verdict {
  const network = new Network(contender, schema.node("doc", null, [textblock("abc"), textblock("def")]), [1]);
  const { doc } = network.person(0);
  try {
    contender.addUnknownBlock(doc);
    network.edit(0, type(0, 1, "X"));
    return contender.hasUnknownBlock(doc) ? "ok" : "lost";
  } catch {
    return "threw";
  } finally {
    network.close();
  }
}
