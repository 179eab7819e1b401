import type { Removal, ShownText } from "../domain/article/shownText.ts";
import type { Alignment } from "./alignment.ts";
import type { FlatTarget } from "./flatWriter.ts";

/** A text that is ahead of what the editor shows, written by the editor's older indexes. */
export class TextBehind implements FlatTarget {
  readonly #text: ShownText;
  readonly #alignment: Alignment;

  constructor(text: ShownText, alignment: Alignment) {
    this.#text = text;
    this.#alignment = alignment;
  }

  insert(index: number, text: string): void {
    this.#text.insert(this.#alignment.local(index, 0, text.length).insertAt, text);
  }

  insertEmbed(index: number, embed: object): void {
    this.#text.insertEmbed(this.#alignment.local(index, 0, 1).insertAt, embed);
  }

  /** Not asked for: what goes in stands where its place has gone, whatever was deleted there. */
  precedesDeleted(): boolean {
    return false;
  }

  remove(index: number, removals: readonly Removal[]): number {
    let stay = 0;
    for (const removal of removals) {
      const { length, stays } = removal;
      const at = index + stay;
      if (stays) {
        for (const { from } of this.#alignment.inText(at, at + length)) this.#text.remove(from, [removal]);
        stay += length;
        continue;
      }
      const { deletions } = this.#alignment.local(at, length, 0);
      for (const deletion of deletions.reverse()) this.#text.delete(deletion.at, deletion.length);
    }
    return stay;
  }
}
