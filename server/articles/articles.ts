import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type ArticleTemplate, articleFromTemplate } from "../../src/domain/article/template.ts";
import type { ArticleList, ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
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

/** The rows of articles: what the desk lists. Their content lives in the log. */
export class ArticleRows {
  readonly #database: OpenDatabase;
  readonly #writeFirstUpdate: WriteFirstUpdate;
  readonly #writeDeskRows: WriteDeskRows;

  constructor(database: OpenDatabase, writeFirstUpdate: WriteFirstUpdate, writeDeskRows: WriteDeskRows) {
    this.#database = database;
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
        const { headline, kicker, section } = projection;
        runNow(
          rows
            .insertInto("article")
            .values({
              id,
              headline,
              kicker,
              section,
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
    return row ? summaryFromRow(row) : null;
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
    return pageOf(found, limit);
  }

  /** Those with these ids, in the order of the ids; one more than `limit` tells that there are more. */
  listOf(ids: readonly string[], limit: number): ArticleList {
    return pageOf(this.#rowsOf(ids), limit);
  }

  #rowsOf(ids: readonly string[]): SummaryRow[] {
    if (ids.length === 0) return [];
    const found = this.#database.runNow(this.#summaries().where("article.id", "in", ids).compile());
    const byId = new Map(found.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
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

  /**
   * Writes what the desk shows of newly committed content, of all of them together. Resolves with them as they are now;
   * articles that are gone are left out.
   */
  async writeProjections(articles: readonly ProjectedArticle[]): Promise<ArticleSummary[]> {
    const rows = articles.map(({ id, projection: { headline, kicker, section }, at, by }) => ({
      id,
      headline,
      kicker,
      section,
      at,
      by,
    }));
    return this.#rowsOf(await this.#writeDeskRows(rows)).map(summaryFromRow);
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

  #summaries() {
    return this.#database.rows
      .selectFrom("article")
      .leftJoin("person", "person.id", "article.created_by")
      .select([
        "article.id",
        "headline",
        "kicker",
        "section",
        "created_at",
        "person.name as created_by_name",
        "updated_at",
        "updated_by",
        "trashed_at",
      ]);
  }
}

interface SummaryRow {
  id: string;
  headline: string;
  kicker: string;
  section: string;
  created_at: number;
  created_by_name: string | null;
  updated_at: number;
  updated_by: string;
  trashed_at: number | null;
}

const instant = (at: number): string => new Date(at).toISOString();

const summaryFromRow = (row: SummaryRow): ArticleSummary => ({
  id: row.id,
  headline: row.headline,
  kicker: row.kicker,
  section: row.section,
  createdAt: instant(row.created_at),
  createdBy: row.created_by_name ?? "",
  updatedAt: instant(row.updated_at),
  updatedBy: row.updated_by,
  trashedAt: row.trashed_at === null ? null : instant(row.trashed_at),
});

/** A page of rows in their order. */
function pageOf(found: readonly SummaryRow[], limit: number): ArticleList {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    articles: page.map(summaryFromRow),
    next: found.length > limit && last ? writeCursor(last.updated_at, last.id) : null,
  };
}

const writeCursor = (updatedAt: number, id: string): string =>
  Buffer.from(`${updatedAt}.${id}`).toString("base64url");

/** Null when it is none. */
export function readCursor(text: string): { updatedAt: number; id: string } | null {
  const parts = /^(\d{1,15})\.([a-z0-9]+)$/.exec(Buffer.from(text, "base64url").toString("latin1"));
  return parts?.[1] && parts[2] ? { updatedAt: Number(parts[1]), id: parts[2] } : null;
}

/** 80 random bits in letters and digits that survive being read aloud. */
function newArticleId(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join("");
}
