/** What an editor holds against what the text holds, while the editor must not be touched. */
type Stretch =
  | { kind: "both"; length: number }
  /** Arrived in the text; the editor does not show it yet. */
  | { kind: "text"; length: number }
  /** Gone from the text; the editor still shows it. */
  | { kind: "editor"; length: number };

export type DeltaOperation = { retain?: number; delete?: number; insert?: unknown };

/** Units of what a delta inserts. */
export const insertLength = (insert: unknown): number => (typeof insert === "string" ? insert.length : 1);

/**
 * While an input method composes, remote edits wait: changing the composed node would end or double the
 * composition. Local edits go on and are written where they belong in the newer text.
 */
export class Alignment {
  #stretches: Stretch[];

  constructor(length: number) {
    this.#stretches = [{ kind: "both", length }];
  }

  /** A remote edit of the text. */
  remote(delta: readonly DeltaOperation[]): void {
    const out: Stretch[] = [];
    const rest = this.#stretches.map((stretch) => ({ ...stretch }));
    const take = (length: number, visit: (stretch: Stretch) => void): void => {
      let left = length;
      while (rest.length > 0) {
        const head = rest[0] as Stretch;
        if (head.kind === "editor") {
          out.push(head);
          rest.shift();
          continue;
        }
        if (left === 0) return;
        const part = Math.min(left, head.length);
        visit({ kind: head.kind, length: part });
        left -= part;
        head.length -= part;
        if (head.length === 0) rest.shift();
      }
    };
    for (const operation of delta) {
      if (operation.retain !== undefined) take(operation.retain, (s) => out.push(s));
      else if (operation.delete !== undefined)
        take(operation.delete, (s) => {
          if (s.kind === "both") out.push({ kind: "editor", length: s.length });
        });
      else out.push({ kind: "text", length: insertLength(operation.insert) });
    }
    this.#stretches = [...out, ...rest];
  }

  /**
   * A local edit in the editor's units. Answers with the same edit in the text's units: stretches to delete, in
   * order, each at its index before any deletion, and where to insert once they are gone.
   */
  local(
    index: number,
    removed: number,
    inserted: number,
  ): { deletions: { at: number; length: number }[]; insertAt: number } {
    const out: Stretch[] = [];
    const deletions: { at: number; length: number }[] = [];
    let editor = 0;
    let text = 0;
    let deleted = 0;
    let insertAt = -1;
    const place = (): void => {
      if (insertAt >= 0) return;
      insertAt = text - deleted;
      if (inserted > 0) out.push({ kind: "both", length: inserted });
    };
    if (index === 0) place();
    for (const stretch of this.#stretches) {
      if (stretch.kind === "text") {
        out.push(stretch);
        text += stretch.length;
        continue;
      }
      let left = stretch.length;
      while (left > 0) {
        const until =
          editor < index ? index - editor : editor < index + removed ? index + removed - editor : left;
        const part = Math.min(left, until);
        const drop = editor >= index && editor < index + removed;
        if (!drop) out.push({ kind: stretch.kind, length: part });
        else if (stretch.kind === "both") {
          deletions.push({ at: text, length: part });
          deleted += part;
        }
        if (stretch.kind === "both") text += part;
        editor += part;
        left -= part;
        if (editor === index) place();
      }
    }
    place();
    this.#stretches = out;
    return { deletions, insertAt };
  }

  /** Units that the text holds as far as this knows. */
  get textLength(): number {
    return this.#stretches.reduce((sum, { kind, length }) => (kind === "editor" ? sum : sum + length), 0);
  }

  /** Whether something came in between two indexes of the editor, or right at one of them, that the editor does not show. */
  hasArrived(from: number, to: number): boolean {
    let editor = 0;
    return this.#stretches.some(({ kind, length }) => {
      if (kind !== "text") editor += length;
      return kind === "text" && editor >= from && editor <= to;
    });
  }

  /** What makes the text of what the editor holds; `pieces`: strings and objects of the text from an index on. */
  delta(pieces: (index: number, length: number) => readonly unknown[]): DeltaOperation[] {
    const delta: DeltaOperation[] = [];
    let text = 0;
    for (const { kind, length } of this.#stretches) {
      if (kind === "both") delta.push({ retain: length });
      else if (kind === "editor") delta.push({ delete: length });
      else delta.push(...pieces(text, length).map((insert) => ({ insert })));
      if (kind !== "editor") text += length;
    }
    return delta;
  }

  /** The text's index of an editor's index; of what is gone, where it was. */
  toText(index: number): number {
    let editor = 0;
    let text = 0;
    for (const { kind, length } of this.#stretches) {
      if (kind === "text") {
        if (editor === index) return text;
        text += length;
        continue;
      }
      const inside = Math.min(length, index - editor);
      if (kind === "both") text += inside;
      editor += inside;
      if (inside < length) return text;
    }
    return text;
  }

  /** Where the units between two indexes of the editor stand in the text, in order; what is gone is nowhere. */
  inText(from: number, to: number): { from: number; to: number }[] {
    const ranges: { from: number; to: number }[] = [];
    let editor = 0;
    let text = 0;
    for (const { kind, length } of this.#stretches) {
      if (kind !== "text") {
        const start = Math.max(from, editor);
        const end = Math.min(to, editor + length);
        if (kind === "both" && end > start)
          ranges.push({ from: text + start - editor, to: text + end - editor });
        editor += length;
      }
      if (kind !== "editor") text += length;
    }
    return ranges;
  }
}
