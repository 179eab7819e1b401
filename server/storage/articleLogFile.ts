import { crc32 } from "node:zlib";
import type Database from "better-sqlite3";
import * as Y from "yjs";
import "../../src/domain/article/yjsCosts.ts";
import {
  type ClientReservation,
  type ClientWriter,
  DamagedArticle,
  type LastChange,
  type LogEntry,
  type LogSize,
  mostReservations,
  type StoredArticle,
} from "./articleLog.ts";

interface StoredRow {
  seq: number;
  crc: number;
  bytes: Buffer;
}

/** Stored bytes that are not what was written. */
export interface LogDamage {
  part: "row" | "snapshot";
  seq: number;
  /** Everything in it can be made again from what else is stored. */
  recoverable: boolean;
}

/** The log on one SQLite connection; every call runs to its end at once. See RULES.md. */
export class ArticleLogFile {
  readonly #sqlite: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  readonly #mostReservations: number;

  constructor(sqlite: Database.Database, most = mostReservations) {
    this.#sqlite = sqlite;
    this.#mostReservations = most;
    this.#statements = prepare(sqlite);
  }

  commit(entries: Iterable<LogEntry>): void {
    this.#sqlite
      .transaction(() => {
        const reservers = new Set<string>();
        for (const entry of entries) {
          this.#write(entry);
          if (entry.kind === "reserved") reservers.add(entry.personId);
        }
        for (const personId of reservers)
          this.#statements.dropReservations.run(personId, this.#mostReservations);
      })
      .immediate();
  }

  load(articleId: string): StoredArticle | null {
    return this.#sparingOthers(articleId, () => this.#load(articleId));
  }

  #load(articleId: string): StoredArticle | null {
    return this.#sqlite
      .transaction((): StoredArticle | null => {
        const read = this.#read(articleId);
        if (!read) return null;
        const { snapshot, rows } = read;
        const writers = this.#statements.writers.all(articleId) as ClientWriter[];
        return {
          updates: [...(snapshot ? [snapshot] : []), ...rows].map(({ bytes }) => new Uint8Array(bytes)),
          writers,
          reservations: this.#statements.reservations.all(articleId) as ClientReservation[],
          size: sizeOf(snapshot, rows),
          recovered: read.recovered,
        };
      })
      .deferred();
  }

  /** Reads everything stored of the article, also what loading it does not need. */
  check(articleId: string): { checked: number; damage: LogDamage[] } {
    const snapshots = this.#statements.snapshots.all(articleId) as StoredRow[];
    const rows = this.#statements.rowsAfter.all(articleId, 0) as StoredRow[];
    const [newest] = snapshots;
    const damage: LogDamage[] = [];
    for (const snapshot of snapshots)
      if (!intact(articleId, snapshot)) {
        const recoverable = snapshot !== newest || this.#madeAgain(articleId, snapshot) !== null;
        damage.push({ part: "snapshot", seq: snapshot.seq, recoverable });
      }
    const folded = newest && intact(articleId, newest) ? newest.seq : 0;
    for (const row of rows)
      if (!intact(articleId, row)) damage.push({ part: "row", seq: row.seq, recoverable: row.seq <= folded });
    return { checked: snapshots.length + rows.length, damage };
  }

  lastChange(articleId: string): LastChange | null {
    return this.#sparingOthers(
      articleId,
      () => (this.#statements.lastChange.get(articleId) as LastChange | undefined) ?? null,
    );
  }

  probe(): void {
    this.#sqlite
      .prepare("insert or replace into setting (name, value) values ('write-probe', ?)")
      .run(String(Date.now()));
  }

  /** Applies the rows outside any transaction; only the new snapshot is written under the write lock. */
  compact(articleId: string): LogSize {
    return this.#sparingOthers(articleId, () => this.#compact(articleId));
  }

  /** A page that SQLite cannot make sense of is damage of the article that was asked for: the others are on other pages. */
  #sparingOthers<Value>(articleId: string, read: () => Value): Value {
    try {
      return read();
    } catch (cause) {
      const code = (cause as { code?: unknown } | null)?.code;
      if (typeof code !== "string" || !unreadable.test(code)) throw cause;
      throw new DamagedArticle(articleId, "a page of the database cannot be read", { cause });
    }
  }

  #compact(articleId: string): LogSize {
    const read = this.#sqlite.transaction(() => this.#read(articleId)).deferred();
    const lastRow = read?.rows.at(-1);
    if (!read || !lastRow) return sizeOf(read?.snapshot ?? null, []);
    const { snapshot, rows, recovered } = read;
    const folded = fold([...(snapshot ? [snapshot] : []), ...rows].map(({ bytes }) => bytes));
    const isThere = this.#sqlite
      .transaction((): boolean => {
        // It was deleted for good meanwhile.
        if (!this.#statements.row.get(articleId, lastRow.seq)) return false;
        this.#statements.addSnapshot.run(
          articleId,
          lastRow.seq,
          Date.now(),
          checksum(articleId, folded),
          folded,
        );
        const kept = this.#statements.snapshotAt.get(articleId, lastRow.seq) as StoredRow;
        if (kept.bytes.length !== folded.length || !intact(articleId, kept))
          throw new DamagedArticle(articleId, "its new snapshot");
        if (!snapshot) return true;
        if (recovered)
          this.#statements.mendSnapshot.run(snapshot.crc, snapshot.bytes, articleId, snapshot.seq);
        // The earlier snapshot stays with the rows after it: whoever loses the new one can still go back.
        this.#statements.dropRows.run(articleId, snapshot.seq);
        this.#statements.dropSnapshots.run(articleId, snapshot.seq);
        return true;
      })
      .immediate();
    return isThere ? { rows: 0, logBytes: 0, snapshotBytes: folded.length } : sizeOf(null, []);
  }

  #write(entry: LogEntry): void {
    switch (entry.kind) {
      case "update":
        writeUpdate(this.#statements.addUpdate, entry);
        return;
      case "writer":
        this.#statements.bind.run(entry.articleId, entry.clientId, entry.personId, Date.now());
        this.#statements.unreserve.run(entry.articleId, entry.clientId);
        return;
      case "relayed":
        this.#statements.relay.run(entry.articleId, entry.clientId, entry.relayedBy, Date.now());
        return;
      case "reserved": {
        const { articleId, clientId, personId } = entry;
        this.#statements.reserve.run(articleId, clientId, personId, Date.now(), articleId);
      }
    }
  }

  /** The newest snapshot and the rows after it. Null when there is neither. */
  #read(articleId: string): { snapshot: StoredRow | null; rows: StoredRow[]; recovered: boolean } | null {
    const stored = (this.#statements.newestSnapshot.get(articleId) as StoredRow | undefined) ?? null;
    const recovered = stored !== null && !intact(articleId, stored);
    const snapshot = recovered ? this.#madeAgain(articleId, stored) : stored;
    if (recovered && !snapshot) throw new DamagedArticle(articleId, "its snapshot");
    const rows = this.#statements.rowsAfter.all(articleId, snapshot?.seq ?? 0) as StoredRow[];
    if (!snapshot && rows.length === 0) return null;
    for (const row of rows)
      if (!intact(articleId, row)) throw new DamagedArticle(articleId, `row ${row.seq}`);
    return { snapshot, rows, recovered };
  }

  /**
   * The damaged snapshot, folded again from the one before it and the rows between. Null unless that gives, byte for
   * byte, what was written: its checksum is the proof that nothing is left out.
   */
  #madeAgain(articleId: string, damaged: StoredRow): StoredRow | null {
    const earlier = (this.#statements.snapshots.all(articleId) as StoredRow[]).find(
      ({ seq }) => seq < damaged.seq,
    );
    const rows = (this.#statements.rowsAfter.all(articleId, earlier?.seq ?? 0) as StoredRow[]).filter(
      ({ seq }) => seq <= damaged.seq,
    );
    const parts = [...(earlier ? [earlier] : []), ...rows];
    if (!parts.every((part) => intact(articleId, part))) return null;
    const bytes = Buffer.from(fold(parts.map((part) => part.bytes)));
    const same = checksum(articleId, bytes) === damaged.crc || bytes.equals(damaged.bytes);
    return same ? { seq: damaged.seq, crc: checksum(articleId, bytes), bytes } : null;
  }
}

/** Writes an article's first content inside the caller's transaction, on the caller's connection. */
export function writeFirstUpdate(sqlite: Database.Database, articleId: string, update: Uint8Array): void {
  writeUpdate(sqlite.prepare(addUpdateSql), { articleId, update, author: null, at: Date.now() });
}

const unreadable = /^SQLITE_(CORRUPT|NOTADB|IOERR_READ|IOERR_SHORT_READ)/;

const addUpdateSql = `
  insert into article_update (article_id, author_id, author_name, at, crc, bytes) values (?, ?, ?, ?, ?, ?)`;

function writeUpdate(
  statement: Database.Statement,
  { articleId, update, author, at }: Omit<Extract<LogEntry, { kind: "update" }>, "kind">,
): void {
  const crc = checksum(articleId, update);
  statement.run(articleId, author?.id ?? null, author?.name ?? null, at, crc, update);
}

function prepare(sqlite: Database.Database) {
  return {
    addUpdate: sqlite.prepare(addUpdateSql),
    bind: sqlite.prepare(
      `insert into article_writer (article_id, client_id, person_id, at) values (?, ?, ?, ?)
       on conflict do update set person_id = excluded.person_id, at = excluded.at where person_id is null`,
    ),
    relay: sqlite.prepare(
      `insert into article_writer (article_id, client_id, relayed_by, at) values (?, ?, ?, ?) on conflict do nothing`,
    ),
    writers: sqlite.prepare(
      `select client_id as clientId, person_id as personId, relayed_by as relayedBy
       from article_writer where article_id = ?`,
    ),
    reserve: sqlite.prepare(
      `insert into client_reservation (article_id, client_id, person_id, at) select ?, ?, ?, ?
       where not exists (select 1 from deleted_article where id = ?)
       on conflict do update set at = excluded.at where person_id = excluded.person_id`,
    ),
    unreserve: sqlite.prepare("delete from client_reservation where article_id = ? and client_id = ?"),
    dropReservations: sqlite.prepare(
      `delete from client_reservation where (article_id, client_id) in (
         select article_id, client_id from client_reservation where person_id = ? order by at desc limit -1 offset ?
       )`,
    ),
    reservations: sqlite.prepare(
      `select client_id as clientId, person_id as personId, at
       from client_reservation where article_id = ? order by at`,
    ),
    newestSnapshot: sqlite.prepare(
      `select through_seq as seq, crc, bytes from article_snapshot
       where article_id = ? order by through_seq desc limit 1`,
    ),
    snapshots: sqlite.prepare(
      `select through_seq as seq, crc, bytes from article_snapshot
       where article_id = ? order by through_seq desc`,
    ),
    mendSnapshot: sqlite.prepare(
      "update article_snapshot set crc = ?, bytes = ? where article_id = ? and through_seq = ?",
    ),
    snapshotAt: sqlite.prepare(
      "select through_seq as seq, crc, bytes from article_snapshot where article_id = ? and through_seq = ?",
    ),
    addSnapshot: sqlite.prepare(
      "insert into article_snapshot (article_id, through_seq, at, crc, bytes) values (?, ?, ?, ?, ?)",
    ),
    dropSnapshots: sqlite.prepare("delete from article_snapshot where article_id = ? and through_seq < ?"),
    rowsAfter: sqlite.prepare(
      "select seq, crc, bytes from article_update where article_id = ? and seq > ? order by seq",
    ),
    row: sqlite.prepare("select 1 from article_update where article_id = ? and seq = ?"),
    dropRows: sqlite.prepare("delete from article_update where article_id = ? and seq <= ?"),
    lastChange: sqlite.prepare(
      "select at, author_name as by from article_update where article_id = ? order by seq desc limit 1",
    ),
  };
}

/** The article's id is part of it, so that a row that strayed to another article is found too. */
const checksum = (articleId: string, bytes: Uint8Array): number => crc32(bytes, crc32(articleId));
const intact = (articleId: string, row: StoredRow): boolean => checksum(articleId, row.bytes) === row.crc;

const sizeOf = (snapshot: StoredRow | null, rows: readonly StoredRow[]): LogSize => ({
  rows: rows.length,
  logBytes: rows.reduce((sum, { bytes }) => sum + bytes.length, 0),
  snapshotBytes: snapshot?.bytes.length ?? 0,
});

/** One transaction for all: merging updates one by one takes ever longer on a long log. */
function fold(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    return Y.encodeStateAsUpdate(doc);
  } finally {
    doc.destroy();
  }
}
