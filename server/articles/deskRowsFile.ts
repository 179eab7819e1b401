import type Database from "better-sqlite3";

/** What desks show of an article's newly committed content. */
export interface DeskRow {
  id: string;
  headline: string;
  kicker: string;
  section: string;
  language: string;
  /** When it was committed, in milliseconds since the epoch, and who wrote it; null: the writer that is known stays. */
  at: number;
  by: string | null;
}

/** The desk's rows on the connection that commits the articles' content, so that neither waits for the other's lock. */
export class DeskRowsFile {
  readonly #sqlite: Database.Database;
  readonly #update: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite;
    this.#update = sqlite.prepare(
      `update article set headline = :headline, kicker = :kicker, section = :section, language = :language,
         updated_at = :at, updated_by = coalesce(:by, updated_by)
       where id = :id`,
    );
  }

  /**
   * Writes all of them in one transaction; the ids of those there are. Not waiting for the disk: the next commit of content
   * does, and after a loss of power `ArticleRows.behind` names them again.
   */
  write(rows: readonly DeskRow[]): string[] {
    this.#sqlite.pragma("synchronous = NORMAL");
    try {
      return this.#sqlite
        .transaction(() => rows.filter((row) => this.#update.run(row).changes > 0).map(({ id }) => id))
        .immediate();
    } finally {
      this.#sqlite.pragma("synchronous = FULL");
    }
  }
}
