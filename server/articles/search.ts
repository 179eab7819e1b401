import type Database from "better-sqlite3";
import { withoutInvisible } from "../../src/domain/article/invisible.ts";

/** What an article is found by. */
export interface SearchText {
  headline: string;
  kicker: string;
  section: string;
  lead: string;
  body: string;
  byline: string;
  /** Everything else people wrote: dateline, source, contact, the texts of pictures. */
  other: string;
}

const maxWords = 8;
/** A single letter begins a good part of all words: it is looked for as a word. Characters. */
const leastPrefix = 2;

/** Full-text search over articles, without regard to case and diacritics (FTS5). */
export class ArticleSearch {
  readonly #write: Database.Statement;
  readonly #remove: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#write = sqlite.prepare(
      `insert or replace into article_search (rowid, headline, kicker, section, lead, body, byline, other)
       values (:number, :headline, :kicker, :section, :lead, :body, :byline, :other)`,
    );
    this.#remove = sqlite.prepare("delete from article_search where rowid = ?");
  }

  /** The article of that row number is found no more. */
  remove(number: number): void {
    this.#remove.run(number);
  }

  /** Replaces what the article of that row number is found by. */
  write(number: number, text: SearchText): void {
    this.#write.run({ ...text, number });
  }

  /**
   * All words must occur, the first eight different ones, each as the beginning of a word, single letters as words. Null when the search holds no letter
   * or digit.
   */
  static expression(search: string): string | null {
    const words = withoutInvisible(search).match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu);
    return words
      ? [...new Set(words.map((word) => word.toLowerCase()))]
          .slice(0, maxWords)
          .map((word) => (Array.from(word).length < leastPrefix ? `"${word}"` : `"${word}"*`))
          .join(" ")
      : null;
  }
}
