import * as Y from "yjs";

/** Half-open clock ranges of one client. */
type Ranges = Map<number, { from: number; to: number }[]>;

function rangesOf(updates: readonly Uint8Array[]): Ranges {
  const ranges: Ranges = new Map();
  for (const update of updates) {
    for (const struct of readStructs(update)) {
      if (!(struct instanceof Y.Item)) continue;
      const { client, clock } = struct.id;
      const list = ranges.get(client) ?? [];
      list.push({ from: clock, to: clock + struct.length });
      ranges.set(client, list);
    }
  }
  return ranges;
}

function readStructs(update: Uint8Array): ReturnType<typeof Y.decodeUpdate>["structs"] {
  try {
    return Y.decodeUpdate(update).structs;
  } catch {
    return [];
  }
}

/**
 * The words of these updates as they stand in the document that made them: in reading order, a line for each
 * stretch that is not next to another, deleted ones left out.
 */
export function refusedWords(doc: Y.Doc, updates: readonly Uint8Array[]): string {
  const ranges = rangesOf(updates);
  const lines: string[] = [];
  const within = (item: Y.Item): readonly [number, number][] =>
    (ranges.get(item.id.client) ?? [])
      .map(({ from, to }): [number, number] => [
        Math.max(0, from - item.id.clock),
        Math.min(item.length, to - item.id.clock),
      ])
      .filter(([from, to]) => from < to)
      .sort(([a], [b]) => a - b);

  const readType = (type: Y.AbstractType<unknown>): void => {
    let line = "";
    const endLine = (): void => {
      if (line.trim() !== "") lines.push(line);
      line = "";
    };
    for (let item = type._start; item; item = item.right) {
      if (item.deleted) continue;
      const { content } = item;
      if (content instanceof Y.ContentString) {
        let end = 0;
        for (const [from, to] of within(item)) {
          if (from > end) endLine();
          line += content.str.slice(Math.max(from, end), to);
          end = Math.max(end, to);
        }
        if (end < item.length) endLine();
      } else if (item.countable) {
        endLine();
        if (content instanceof Y.ContentType) readType(content.type as Y.AbstractType<unknown>);
      }
    }
    endLine();
    for (const item of type._map.values())
      if (!item.deleted && item.content instanceof Y.ContentType)
        readType(item.content.type as Y.AbstractType<unknown>);
  };

  for (const type of doc.share.values()) readType(type as Y.AbstractType<unknown>);
  return lines.join("\n");
}
