import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type ArticleTemplate, articleFromTemplate } from "../../src/domain/article/template.ts";
import type { ArticleList, ArticleSummary, Person, PresentPeople } from "../../src/domain/protocol/api.ts";
import { readCursor, writeCursor } from "../../src/domain/protocol/articleCursor.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { DeskRow } from "./deskRowsFile.ts";
import { type Projection, projectUpdates } from "./projection.ts";

/** Writes an article's first content; called inside the transaction that creates its row. */
export type WriteFirstUpdate = (
  sqlite: OpenDatabase["sqlite"],
  articleId: string,
  update: Uint8Array,
) => void;

/** Writes desk rows and resolves with the ids of the articles there are. */
export type WriteDeskRows = (rows: readonly DeskRow[]) => Promise<string[]>;

export interface ArticleQuery {
  trash: boolean;
  limit: number;
  after?: string | undefined;
}

/** Newly committed content of one article, as the desk is to show it. */
export interface ProjectedArticle {
  id: string;
  projection: Projection;
  /** When it was committed, and who wrote it; null: the writer that is known stays. */
  at: number;
  by: string | null;
}

export interface ArticleRowsParts {
  writeFirstUpdate: WriteFirstUpdate;
  writeDeskRows: WriteDeskRows;
  /** Who has the article open; nobody, unless told. */
  present?: (articleId: string) => PresentPeople;
  /** How long an article stays in the trash. */
  trashDays?: number;
}

/** The rows of articles: what the desk lists. Their content lives in the log. */
export class ArticleRows {
  readonly #database: OpenDatabase;
  readonly #writeFirstUpdate: WriteFirstUpdate;
  readonly #writeDeskRows: WriteDeskRows;
  readonly #present: (articleId: string) => PresentPeople;
  readonly #trashMs: number;

  constructor(
    database: OpenDatabase,
    { writeFirstUpdate, writeDeskRows, present, trashDays = 30 }: ArticleRowsParts,
  ) {
    this.#database = database;
    this.#present = present ?? (() => ({ present: [], presentCount: 0 }));
    this.#trashMs = trashDays * 24 * 3600_000;
    this.#writeFirstUpdate = writeFirstUpdate;
    this.#writeDeskRows = writeDeskRows;
  }

  /** Row and first content are committed together. */
  create(template: ArticleTemplate, person: Person): { article: ArticleSummary; projection: Projection } {
    const update = articleFromTemplate(template);
    const projection = projectUpdates([update]);
    const id = newArticleId();
    const { sqlite, rows, runNow } = this.#database;
    sqlite
      .transaction(() => {
        this.#writeFirstUpdate(sqlite, id, update);
        // After the content, so that the row counts as up to date with it.
        const now = Date.now();
        const { headline, kicker, section, language } = projection;
        runNow(
          rows
            .insertInto("article")
            .values({
              id,
              headline,
              kicker,
              section,
              language,
              created_at: now,
              created_by: person.id,
              updated_at: now,
              updated_by: person.name,
              trashed_at: null,
            })
            .compile(),
        );
      })
      .immediate();
    return { article: this.summary(id) as ArticleSummary, projection };
  }

  /** Null for an unknown id. */
  summary(id: string): ArticleSummary | null {
    const [row] = this.#database.runNow(this.#summaries().where("article.id", "=", id).compile());
    return row ? this.#summaryOf(row) : null;
  }

  /** All of them, latest change first. Null when `after` is not a cursor of this list. */
  list({ trash, limit, after }: ArticleQuery): ArticleList | null {
    let query = this.#summaries()
      .where("trashed_at", trash ? "is not" : "is", null)
      .orderBy("article.updated_at", "desc")
      .orderBy("article.id", "desc")
      .limit(limit + 1);
    if (after !== undefined) {
      const cursor = readCursor(after);
      if (!cursor) return null;
      query = query.where(
        sql<boolean>`(article.updated_at, article.id) < (${cursor.updatedAt}, ${cursor.id})`,
      );
    }
    const found = this.#database.runNow(query.compile());
    return this.#pageOf(found, limit);
  }

  /** Those with these ids, in the order of the ids; one more than `limit` tells that there are more. */
  listOf(ids: readonly string[], limit: number): ArticleList {
    return this.#pageOf(this.#rowsOf(ids), limit);
  }

  #rowsOf(ids: readonly string[]): SummaryRow[] {
    if (ids.length === 0) return [];
    const found = this.#database.runNow(this.#summaries().where("article.id", "in", ids).compile());
    const byId = new Map(found.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  #pageOf(found: readonly SummaryRow[], limit: number): ArticleList {
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      articles: page.map((row) => this.#summaryOf(row)),
      next: found.length > limit && last ? writeCursor({ updatedAt: last.updated_at, id: last.id }) : null,
    };
  }

  /** Null for an unknown id; `changed` is false when it already was so. */
  setTrashed(id: string, trashed: boolean): { article: ArticleSummary; changed: boolean } | null {
    const before = this.summary(id);
    if (!before) return null;
    if ((before.trashedAt !== null) === trashed) return { article: before, changed: false };
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("article")
        .set({ trashed_at: trashed ? Date.now() : null })
        .where("id", "=", id)
        .compile(),
    );
    return { article: this.summary(id) as ArticleSummary, changed: true };
  }

  isKnown(id: string): boolean {
    return this.#database.sqlite.prepare("select 1 from article where id = ?").get(id) !== undefined;
  }

  /** Articles that were moved to the trash until then. Milliseconds since the epoch. */
  trashedUntil(until: number): string[] {
    return this.#database.sqlite
      .prepare("select id from article where trashed_at <= ? order by trashed_at")
      .pluck()
      .all(until) as string[];
  }

  /** Those whose time in the trash is over. */
  expired(now: number): string[] {
    return this.trashedUntil(now - this.#trashMs);
  }

  /**
   * Deletes all that is stored of an article that was moved to the trash until then, in one transaction; false where it
   * is not there. Its pictures, and those it names, are marked to go unless another article names them.
   */
  deleteTrashed(id: string, until: number, named: readonly string[]): boolean {
    const { sqlite } = this.#database;
    return sqlite
      .transaction((): boolean => {
        const isThere = sqlite.prepare("select 1 from article where id = ? and trashed_at <= ?");
        if (isThere.get(id, until) === undefined) return false;
        this.#delete(id, named);
        return true;
      })
      .immediate();
  }

  /** Whether the person made the article, nobody ever wrote or put anything in it, and nobody else may come back to do so. */
  isUntouched(id: string, madeBy: string): boolean {
    const row = this.#untouched(id);
    return row?.created_by === madeBy && this.#isEmpty(row.first);
  }

  /**
   * Articles made before then in which nobody ever wrote or put anything, and to which nobody but their makers came.
   * Milliseconds since the epoch. In the order of their ids, those after `after`, of `limit` at most that are looked at;
   * `next` is the next `after`, null where there are no more.
   */
  untouchedSince(madeBefore: number, after: string, limit: number): { ids: string[]; next: string | null } {
    const rows = this.#database.sqlite
      .prepare(`${untouchedSql} and created_at < ? and article.id > ? order by article.id limit ?`)
      .all(madeBefore, after, limit) as UntouchedRow[];
    return {
      ids: rows.filter(({ first }) => this.#isEmpty(first)).map(({ id }) => id),
      next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
    };
  }

  /** Deletes all that is stored of such an article, in one transaction; false where it is none any more. */
  deleteUntouched(id: string): boolean {
    return this.#database.sqlite
      .transaction((): boolean => {
        const row = this.#untouched(id);
        if (!row || !this.#isEmpty(row.first)) return false;
        this.#delete(id, []);
        return true;
      })
      .immediate();
  }

  #untouched(id: string): UntouchedRow | undefined {
    return this.#database.sqlite.prepare(`${untouchedSql} and article.id = ?`).get(id) as
      | UntouchedRow
      | undefined;
  }

  /** The first content is no example. */
  #isEmpty(first: Uint8Array): boolean {
    const { search, assets } = projectUpdates([first]);
    return assets.length === 0 && search.trim() === "";
  }

  #delete(id: string, named: readonly string[]): void {
    const { sqlite } = this.#database;
    const own = sqlite.prepare("select asset_id from article_asset where article_id = ?").pluck().all(id);
    const unuse = sqlite.prepare("update asset set unused_since = 0 where id = ?");
    for (const asset of new Set([...(own as string[]), ...named])) unuse.run(asset);
    for (const table of partsOfArticle) sqlite.prepare(`delete from ${table} where article_id = ?`).run(id);
    sqlite.prepare("delete from article where id = ?").run(id);
    sqlite.prepare("insert into deleted_article (id, deleted_at) values (?, ?)").run(id, Date.now());
  }

  /**
   * Writes what the desk shows of newly committed content, of all of them together. Resolves with them as they are now;
   * articles that are gone are left out.
   */
  async writeProjections(articles: readonly ProjectedArticle[]): Promise<ArticleSummary[]> {
    const rows = articles.map(({ id, projection: { headline, kicker, section, language }, at, by }) => ({
      id,
      headline,
      kicker,
      section,
      language,
      at,
      by,
    }));
    return this.#rowsOf(await this.#writeDeskRows(rows)).map((row) => this.#summaryOf(row));
  }

  /** Articles whose last committed content is newer than their row. */
  behind(): { articleId: string; at: number; by: string | null }[] {
    return this.#database.sqlite
      .prepare(
        `select article.id as articleId, last.at, last.author_name as by
         from article join article_update as last
           on last.seq = (select max(seq) from article_update where article_id = article.id)
         where last.at > article.updated_at`,
      )
      .all() as { articleId: string; at: number; by: string | null }[];
  }

  #summaryOf(row: SummaryRow): ArticleSummary {
    return {
      id: row.id,
      headline: row.headline,
      kicker: row.kicker,
      section: row.section,
      language: row.language,
      createdAt: instant(row.created_at),
      createdBy: row.created_by_name ?? "",
      updatedAt: instant(row.updated_at),
      updatedBy: row.updated_by,
      trashedAt: row.trashed_at === null ? null : instant(row.trashed_at),
      deleteAt: row.trashed_at === null ? null : instant(row.trashed_at + this.#trashMs),
      ...this.#present(row.id),
    };
  }

  #summaries() {
    return this.#database.rows
      .selectFrom("article")
      .leftJoin("person", "person.id", "article.created_by")
      .select([
        "article.id",
        "headline",
        "kicker",
        "section",
        "language",
        "created_at",
        "person.name as created_by_name",
        "updated_at",
        "updated_by",
        "trashed_at",
      ]);
  }
}

/** Tables with rows of an article beside its own; a test holds them against the database. */
export const partsOfArticle = [
  "article_asset",
  "article_update",
  "article_snapshot",
  "article_writer",
  "client_reservation",
] as const;

interface UntouchedRow {
  id: string;
  created_by: string;
  /** The only content that was ever stored. */
  first: Uint8Array;
}

/**
 * On the desk, with nothing stored but what the server made it with, and without pictures; no page of anybody else who
 * may write told its client id there lately, and could come back with words. Looks at no second row.
 */
const untouchedSql = `
  select article.id, created_by, only_one.bytes as first
  from article join article_update as only_one
    on only_one.seq = (select min(seq) from article_update where article_id = article.id)
  where headline = '' and kicker = '' and section = '' and trashed_at is null and only_one.author_id is null
    and not exists (select 1 from article_update where article_id = article.id and seq > only_one.seq)
    and not exists (select 1 from article_snapshot where article_id = article.id)
    and not exists (select 1 from client_reservation where article_id = article.id and person_id <> created_by)
    and not exists (select 1 from article_asset where article_id = article.id)`;

interface SummaryRow {
  id: string;
  headline: string;
  kicker: string;
  section: string;
  language: string;
  created_at: number;
  created_by_name: string | null;
  updated_at: number;
  updated_by: string;
  trashed_at: number | null;
}

const instant = (at: number): string => new Date(at).toISOString();

/** 80 random bits in letters and digits that survive being read aloud. */
function newArticleId(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join("");
}
