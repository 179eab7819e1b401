import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { AllSelection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { Random } from "../../../src/binding/testing/random.ts";
import { makeArticle } from "./article.ts";
import { contenders, type OpenEditor, schema } from "./contenders.ts";
import { noRounds, type Rounds } from "./speed.ts";

/** An edit of many blocks, as one transaction. */
const bulkEdits = {
  "delete all": (tr) => void tr.setSelection(new AllSelection(tr.doc)).deleteSelection(),
  "paste 50 paragraphs": (tr) => {
    const pasted = makeArticle(tr.doc.type.schema, 3_000, 0).content;
    const blocks: Node[] = [];
    pasted.forEach((block) => void (blocks.length < 50 && blocks.push(block)));
    const at = tr.doc.resolve(Math.floor(tr.doc.content.size / 2));
    tr.replaceRange(at.pos, at.pos, new Slice(Fragment.fromArray(blocks), 1, 1));
  },
  "bold all": (tr) => void tr.addMark(0, tr.doc.content.size, tr.doc.type.schema.mark("bold")),
} satisfies Record<string, (tr: Transaction) => void>;

export const mergedOperations = "800 merged operations";
export type BulkName = keyof typeof bulkEdits | typeof mergedOperations;
export const bulkNames = [...Object.keys(bulkEdits), mergedOperations] as BulkName[];

/** `local` is the cost for the writer (empty for merged operations: they were made elsewhere), `remote` for a colleague. */
export interface BulkRounds {
  local: Rounds;
  remote: Rounds;
}

export async function bulk(name: BulkName, words: number, marks: number, times: number): Promise<BulkRounds> {
  const article = makeArticle(schema, words, marks);
  const result: BulkRounds = { local: noRounds(), remote: noRounds() };
  const stored = contenders.map((contender) => contender.store(article));
  for (let n = -1; n < times; n++) {
    for (let k = 0; k < contenders.length; k++) {
      const which = (k + n + 1) % contenders.length;
      const contender = contenders[which] as (typeof contenders)[number];
      const writer = contender.open(stored[which] as Uint8Array, 71);
      const reader = contender.open(stored[which] as Uint8Array, 72);
      // TipTap's collaboration does not send a first edit that leaves nothing.
      writer.view.dispatch(writer.view.state.tr.insertText("e", 1));
      Y.applyUpdate(reader.doc, Y.encodeStateAsUpdate(writer.doc), "network");
      await new Promise((resolve) => setTimeout(resolve, 0));
      const before = Y.encodeStateVector(reader.doc);
      const from = performance.now();
      if (name === mergedOperations) eightHundred(writer, n);
      else {
        const { tr } = writer.view.state;
        bulkEdits[name](tr);
        writer.view.dispatch(tr);
      }
      const local = performance.now() - from;
      const update = Y.encodeStateAsUpdate(writer.doc, before);
      const arrived = performance.now();
      Y.applyUpdate(reader.doc, update, "network");
      const remote = performance.now() - arrived;
      const [a, b] = [writer, reader].map(({ view }) => JSON.stringify(view.state.doc.toJSON()));
      if (a !== b) throw new Error(`${contender.name}: «${name}» did not reach the colleague`);
      writer.close();
      reader.close();
      if (n < 0) continue;
      if (name !== mergedOperations) result.local[contender.name].push(local);
      result.remote[contender.name].push(remote);
    }
  }
  return result;
}

/** Somebody's afternoon without a line: mostly words, also new paragraphs, joins and styles. */
function eightHundred({ view }: OpenEditor, seed: number): void {
  const random = new Random(seed + 801);
  for (let i = 0; i < 800; i++) {
    const { tr } = view.state;
    const block = random.below(tr.doc.childCount);
    let at = 0;
    for (let k = 0; k < block; k++) at += tr.doc.child(k).nodeSize;
    const node = tr.doc.child(block);
    const inside = at + 1 + random.below(node.content.size + 1);
    const kind = random.below(20);
    if (kind < 14) tr.insertText("Wort ", inside);
    else if (kind < 16) tr.split(inside);
    else if (kind < 17 && block > 0) tr.join(at);
    else if (kind < 18) tr.setNodeAttribute(at, "style", random.pick(["heading", "quote", "paragraph"]));
    else if (inside + 3 < at + node.nodeSize) tr.delete(inside, inside + 3);
    view.dispatch(tr);
  }
}
