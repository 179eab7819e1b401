import type { Author, LogEntry } from "./articleLog.ts";

/**
 * Entries on their way to the log's thread: all bytes in one piece that changes hands, and each text once. Cloning them
 * one by one cost both threads more than writing them.
 */
export interface PackedEntries {
  bytes: Uint8Array<ArrayBuffer>;
  texts: readonly string[];
  /** `fieldsOfEntry` numbers for each entry. */
  fields: Float64Array<ArrayBuffer>;
}

const kinds = ["update", "writer", "relayed", "reserved"] as const;
/** The kind, the article; then of an update its length, time, author's id and name; of the others client and person. */
const fieldsOfEntry = 6;
/** In the place of a text. */
const none = -1;

export function packEntries(entries: readonly LogEntry[]): PackedEntries {
  const texts: string[] = [];
  const known = new Map<string, number>();
  const textAt = (text: string): number => {
    const at = known.get(text) ?? texts.push(text) - 1;
    known.set(text, at);
    return at;
  };
  let length = 0;
  for (const entry of entries) if (entry.kind === "update") length += entry.update.length;
  const bytes = new Uint8Array(length);
  const fields = new Float64Array(entries.length * fieldsOfEntry);
  let byte = 0;
  let field = 0;
  for (const entry of entries) {
    fields[field] = kinds.indexOf(entry.kind);
    fields[field + 1] = textAt(entry.articleId);
    if (entry.kind === "update") {
      const { update, author, at } = entry;
      bytes.set(update, byte);
      byte += update.length;
      fields[field + 2] = update.length;
      fields[field + 3] = at;
      fields[field + 4] = author ? textAt(author.id) : none;
      fields[field + 5] = author ? textAt(author.name) : none;
    } else {
      fields[field + 2] = entry.clientId;
      fields[field + 3] = textAt(entry.kind === "relayed" ? entry.relayedBy : entry.personId);
    }
    field += fieldsOfEntry;
  }
  return { bytes, texts, fields };
}

/** In their order; the bytes are views. */
export function* unpackEntries({ bytes, texts, fields }: PackedEntries): Generator<LogEntry> {
  const textAt = (field: number): string => texts[fields[field] as number] as string;
  const authorAt = (field: number): Author | null =>
    fields[field] === none ? null : { id: textAt(field), name: textAt(field + 1) };
  let byte = 0;
  for (let field = 0; field < fields.length; field += fieldsOfEntry) {
    const kind = kinds[fields[field] as number];
    const articleId = textAt(field + 1);
    const third = fields[field + 2] as number;
    switch (kind) {
      case "update": {
        const update = bytes.subarray(byte, (byte += third));
        yield { kind, articleId, update, author: authorAt(field + 4), at: fields[field + 3] as number };
        break;
      }
      case "writer":
      case "reserved":
        yield { kind, articleId, clientId: third, personId: textAt(field + 3) };
        break;
      case "relayed":
        yield { kind, articleId, clientId: third, relayedBy: textAt(field + 3) };
        break;
      case undefined:
        throw new Error("an entry of no kind");
    }
  }
}
