import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import type { Contender, OpenEditor } from "./contenders.ts";

/** A document as its blocks' texts; a style other than paragraph stands before, an atom in brackets. */
export function lines(document: Node): string[] {
  const out: string[] = [];
  document.forEach((block) => {
    if (!block.isTextblock) out.push(`[${block.type.name}]`);
    else if (block.attrs.style === "paragraph") out.push(block.textContent);
    else out.push(`${String(block.attrs.style)}: ${block.textContent}`);
  });
  return out;
}

/** What became of what people wrote. */
export type Verdict = "ok" | "lost" | "doubled" | "displaced" | "differs" | "threw";

/** Several people on one article; what each writes reaches the others only when told. */
export class Network {
  readonly people: OpenEditor[];
  #known: Uint8Array[];

  constructor(contender: Contender, article: Node, clientIds: readonly number[]) {
    const bytes = contender.store(article);
    this.people = clientIds.map((id) => contender.open(bytes, id));
    this.#known = this.people.map(({ doc }) => Y.encodeStateVector(doc));
  }

  person(index: number): OpenEditor {
    const person = this.people[index];
    if (!person) throw new Error(`no person ${index}`);
    return person;
  }

  edit(index: number, change: (tr: Transaction) => void): void {
    const { view } = this.person(index);
    const { tr } = view.state;
    change(tr);
    if (tr.docChanged) view.dispatch(tr);
  }

  /** What one has and the other has not. */
  deliver(from: number, to: number): void {
    const target = this.person(to).doc;
    const update = Y.encodeStateAsUpdate(this.person(from).doc, Y.encodeStateVector(target));
    Y.applyUpdate(target, update, "network");
  }

  /** Everything reaches everybody. An editor may answer what arrives with an edit of its own, hence the rounds. */
  heal(): void {
    for (let round = 0; round < 4; round++)
      for (let from = 0; from < this.people.length; from++)
        for (let to = 0; to < this.people.length; to++) if (from !== to) this.deliver(from, to);
  }

  /** Whether anybody's document changed since it was opened. */
  changed(index: number): boolean {
    const now = Y.encodeStateVector(this.person(index).doc);
    return now.join() !== this.#known[index]?.join();
  }

  /** Whether everybody is shown the same. */
  agrees(): boolean {
    return new Set(this.people.map(({ view }) => JSON.stringify(view.state.doc.toJSON()))).size === 1;
  }

  close(): void {
    for (const person of this.people) person.close();
  }
}
