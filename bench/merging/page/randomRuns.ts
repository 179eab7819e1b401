import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { Random } from "../../../src/binding/testing/random.ts";
import { type Contender, schema } from "./contenders.ts";
import { Network, type Verdict } from "./network.ts";

const kinds = ["type", "type", "type", "erase", "enter", "enter", "join", "restyle", "paste", "cut"] as const;

/**
 * Three people write one article over a slow line; every choice comes from the seed. Nobody undoes and nobody
 * moves a block here: each letter is typed once, and lost or doubled it is counted.
 */
export function randomRun(
  contender: Contender,
  seed: number,
  options: { edits: number; offline: boolean },
): RunResult {
  const random = new Random(seed);
  let nextLetter = 0x4e00;
  const letters = (count: number): string =>
    Array.from({ length: count }, () => String.fromCharCode(nextLetter++)).join("");
  const textblock = (text: string, style: string): Node =>
    schema.node("textblock", { style, indent: 0 }, [schema.text(text)]);
  const start = [
    textblock(letters(4), "heading"),
    textblock(letters(8), "paragraph"),
    textblock(letters(5), "bullet"),
  ];
  const ids = [1, 2, 3].map(() => 1 + random.below(2 ** 31));
  const network = new Network(contender, schema.node("doc", null, start), ids);
  const deleted = new Set<string>();
  try {
    for (let i = 0; i < options.edits; i++) {
      if (!options.offline && random.chance(0.3)) {
        const from = random.below(3);
        network.deliver(from, (from + 1 + random.below(2)) % 3);
        continue;
      }
      const who = random.below(3);
      const { view } = network.person(who);
      const before = new Set(view.state.doc.textContent);
      network.edit(who, (tr) => change(tr, random.pick(kinds), random, letters));
      const after = new Set(view.state.doc.textContent);
      for (const letter of before) if (!after.has(letter)) deleted.add(letter);
    }
    network.heal();
    const counts = new Map<string, number>();
    for (const letter of network.person(0).view.state.doc.textContent)
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    let lost = 0;
    for (let code = 0x4e00; code < nextLetter; code++) {
      const letter = String.fromCharCode(code);
      if (!deleted.has(letter) && !counts.has(letter)) lost += 1;
    }
    const doubled = [...counts.values()].filter((n) => n > 1).length;
    const verdict = !network.agrees() ? "differs" : lost > 0 ? "lost" : doubled > 0 ? "doubled" : "ok";
    return { verdict, lost, doubled, typed: nextLetter - 0x4e00 };
  } catch {
    return { verdict: "threw", lost: 0, doubled: 0, typed: nextLetter - 0x4e00 };
  } finally {
    network.close();
  }
}

export interface RunResult {
  verdict: Verdict;
  lost: number;
  doubled: number;
  typed: number;
}

function change(
  tr: Transaction,
  kind: (typeof kinds)[number],
  random: Random,
  letters: (count: number) => string,
): void {
  const index = random.below(tr.doc.childCount);
  let at = 0;
  for (let i = 0; i < index; i++) at += tr.doc.child(i).nodeSize;
  const node = tr.doc.child(index);
  const size = node.content.size;
  const offset = random.pick([0, size, random.below(size + 1), random.below(size + 1)]);
  const place = at + 1 + offset;
  const textblock = (text: string): Node =>
    tr.doc.type.schema.node("textblock", { style: "paragraph", indent: 0 }, [tr.doc.type.schema.text(text)]);
  switch (kind) {
    case "type":
      tr.insertText(letters(1 + random.below(3)), place);
      break;
    case "erase":
      tr.delete(place, Math.min(at + 1 + size, place + random.below(5)));
      break;
    case "enter":
      tr.split(place);
      break;
    case "join":
      if (index > 0) tr.join(at);
      break;
    case "restyle":
      tr.setNodeAttribute(at, "style", random.pick(["paragraph", "heading", "quote", "bullet"]));
      break;
    case "paste": {
      const blocks = Array.from({ length: 1 + random.below(3) }, () => textblock(letters(2)));
      tr.replaceRange(place, place, new Slice(Fragment.fromArray(blocks), 1, 1));
      break;
    }
    case "cut":
      if (tr.doc.childCount > 1) tr.delete(at, at + node.nodeSize);
      break;
  }
}
