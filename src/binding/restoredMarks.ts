import * as Y from "yjs";
import { eachItem } from "../domain/article/copies.ts";
import { bodyText, marksMap } from "../domain/article/document.ts";
import { markedIds, type RestoredStretch, restoreMarks } from "../domain/article/marks.ts";

/**
 * Marks of words that undo or redo brought back. Such words are copies: marks that hold for the originals are given
 * to them anew, outside the history. So when a step takes one of those marks away or brings it back, the copies must
 * follow, but for what somebody chose for them since.
 */
export class RestoredMarks {
  readonly #doc: Y.Doc;
  /** Keys of what was written for copies, by nobody's choice. */
  readonly #written = new Set<string>();
  #before = new Map<string, unknown>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** Before a step is taken back or done again. */
  begin(): void {
    this.#before = new Map(marksMap(this.#doc).entries());
  }

  /** After it. `stretches`: what it brought back. */
  settle(stretches: readonly RestoredStretch[]): void {
    const now = marksMap(this.#doc);
    const changed: unknown[] = [];
    for (const [key, value] of this.#before) if (now.get(key) !== value) changed.push(value);
    for (const [key, value] of now.entries()) if (this.#before.get(key) !== value) changed.push(value);
    this.#before.clear();
    restoreMarks(this.#doc, stretches, this.#written);
    const byNobody = (key: string | null): boolean => key === null || this.#written.has(key);
    for (const operation of changed)
      restoreMarks(this.#doc, this.#copiesUnder(operation), this.#written, byNobody);
  }

  /** Living copies of deleted words that a mark covers. */
  #copiesUnder(operation: unknown): RestoredStretch[] {
    const stretches: RestoredStretch[] = [];
    markedIds(this.#doc, operation, (item, from, to) => {
      if (!item.deleted || item.redone === null) return;
      for (let k = from; k < to; k++) {
        const copy = this.#living(item, k);
        if (copy)
          stretches.push({ original: Y.createID(item.id.client, item.id.clock + k), copy, length: 1 });
      }
    });
    return stretches;
  }

  #living(deleted: Y.Item, offset: number): Y.ID | null {
    let at: { item: Y.Item; offset: number } | null = { item: deleted, offset };
    while (at?.item.deleted) {
      const { redone }: Y.Item = at.item;
      const id = redone && { client: redone.client, clock: redone.clock + at.offset };
      at = null;
      if (id)
        eachItem(this.#doc, { ...id, length: 1 }, (item, start) => {
          if (item.parent === bodyText(this.#doc)) at = { item, offset: start };
        });
    }
    return at && Y.createID(at.item.id.client, at.item.id.clock + at.offset);
  }
}
