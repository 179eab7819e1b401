/**
 * The search index: which article holds which words. It lives in a database of its own, `foureyes.search.db`, that holds
 * nothing which is not in `foureyes.db`: lost or damaged, it is made again. Every call runs to its end at once. The newsroom
 * is read by a connection of its own that can only read: nothing done here ever keeps words from being stored.
 */
import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { makePrivateFile } from "../storage/dataFolder.ts";
import { formsIn, formsOf, isOneTypoFrom, reversed, wordsIn } from "./words.ts";

/** What an article is found by. */
export interface IndexedArticle {
  id: string;
  /** When its content was committed. Milliseconds since the epoch. */
  at: number;
  text: string;
}

export interface IndexQuery {
  search: string;
  trash: boolean;
  limit: number;
  /** The last article of the page before. */
  after?: { updatedAt: number; id: string } | undefined;
}

export interface IndexAnswer {
  /** Latest change first, at most `limit`. */
  ids: string[];
  /** Words that no article holds and for which similar ones were taken, as they were typed. */
  similar: string[];
}

export interface IndexLag {
  articles: { id: string; at: number }[];
  gone: string[];
}

/** A search that matches more than can be looked through in time. */
export class SearchTooSlow extends Error {
  readonly code = "SEARCH_TOO_SLOW";
}

/** Different words of a search that count. */
const mostWords = 8;
/** A word of so many letters is looked for at the beginning of words, a longer one anywhere in them. */
const leastInside = 3;
/** Shorter words have too many that are similar. */
const leastSimilar = 5;
/** Words that are compared with one that no article holds. */
const mostCompared = 50_000;
/** Words of an article that are written or removed in one step: searches wait for no more. */
const wordsAtOnce = 250;
/** When an article was committed that is not written whole. */
const unfinished = -1;
/** Between two looks at the clock. */
const rowsAtOnce = 1_000;
const longestSearchMs = 500;
const schemaVersion = 1;

const schema = `
  create table article (number integer primary key, id text not null unique, at integer not null) strict;
  create table word (id integer primary key, form text not null unique, reversed text not null) strict;
  create index word_reversed on word (reversed);
  create virtual table word_inside using fts5 (form, content='word', content_rowid='id', tokenize='trigram');
  create table posting (word integer not null, article integer not null, primary key (word, article)) strict, without rowid;
  create index posting_article on posting (article, word);
  pragma user_version = ${schemaVersion};`;

/** Opens the index beside that newsroom's database. Where there is none, or it cannot be used, it is begun (`begun`). */
export function openIndex(file: string, newsroom: string): SearchIndexFile {
  const reader = new Database(newsroom, { readonly: true, fileMustExist: true });
  reader.pragma("cache_size = -1000");
  const open = (damage?: Error): SearchIndexFile => {
    const { sqlite, isNew } = opened(file);
    const begun = isNew ? (damage ?? new Error("There was no search index")) : null;
    return new SearchIndexFile(sqlite, reader, { begun });
  };
  try {
    return open();
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    removeIndex(file);
    return open(cause as Error);
  }
}

/** Only once it is closed. */
export function removeIndex(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

/** The index itself is damaged, of another version, or no index at all. */
export const isDamage = (cause: unknown): boolean =>
  cause instanceof OtherVersion ||
  /^SQLITE_(CORRUPT|NOTADB|IOERR_READ|IOERR_SHORT_READ)/.test(
    String((cause as { code?: unknown } | null)?.code),
  );

class OtherVersion extends Error {}

function opened(file: string): { sqlite: Database.Database; isNew: boolean } {
  makePrivateFile(file);
  const sqlite = new Database(file);
  try {
    sqlite.pragma("journal_mode = WAL");
    // After a loss of power the last articles may be missing; the next start finds that.
    sqlite.pragma("synchronous = NORMAL");
    sqlite.pragma("cache_size = -2000");
    sqlite.pragma("busy_timeout = 5000");
    const version = sqlite.pragma("user_version", { simple: true });
    const isNew = sqlite.prepare("select count(*) from sqlite_schema").pluck().get() === 0;
    if (isNew) sqlite.transaction(() => sqlite.exec(schema)).immediate();
    else if (version !== schemaVersion)
      throw new OtherVersion(`The search index is of another version: ${String(version)}`);
    return { sqlite, isNew };
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
}

interface WordOfArticle {
  word: number;
  form: string;
}

/** The index on one connection, and the newsroom on another. See the head of this file. */
export class SearchIndexFile {
  readonly #sqlite: Database.Database;
  readonly #newsroom: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #longestMs: number;
  /** Why the index was begun when it was opened; null for one that was there. */
  readonly begun: Error | null;

  constructor(
    sqlite: Database.Database,
    newsroom: Database.Database,
    { longestMs = longestSearchMs, begun = null }: { longestMs?: number; begun?: Error | null } = {},
  ) {
    this.begun = begun;
    this.#sqlite = sqlite;
    this.#newsroom = newsroom;
    this.#statements = prepare(sqlite, newsroom);
    this.#longestMs = longestMs;
  }

  /**
   * Writes the articles one after the other, each in one step or several. Between the steps it is found by the words that it
   * had and by those of the new ones that are written, and `behind` names it. What is handed over last holds. An article that
   * has gone from the newsroom is left out.
   */
  *write(articles: readonly IndexedArticle[]): Generator<void, void> {
    for (const article of articles) yield* this.#inSteps(this.#write(article));
  }

  /**
   * `articles`: those of the newsroom of which something else is stored than the index knows, the latest change first;
   * `gone`: ids of those that the index knows and the newsroom does not.
   */
  behind(): IndexLag {
    const stored = ofNewsroom(() => this.#statements.stored.all()) as { id: string; at: number }[];
    const indexed = new Map(this.#statements.indexed.raw().all() as [string, number][]);
    const articles = stored.filter(({ id, at }) => {
      const known = indexed.get(id);
      indexed.delete(id);
      // Not «earlier than»: the clock may have been set back, or the newsroom's database put back.
      return known !== at;
    });
    return { articles, gone: [...indexed.keys()] };
  }

  /** Removes the article and the words that only it had, in one step or several. */
  *remove(articleId: string): Generator<void, void> {
    const number = this.#statements.numberOf.get(articleId) as number | undefined;
    if (number !== undefined) yield* this.#inSteps(this.#remove(number));
  }

  /**
   * Articles that hold all words of the search (the first eight): a single letter as a word, two as the beginning of one,
   * more anywhere in it. A word of five letters or more that none holds is taken for a slip: similar words count. Throws
   * `SearchTooSlow`.
   */
  find({ search, trash, limit, after }: IndexQuery): IndexAnswer {
    const deadline = performance.now() + this.#longestMs;
    const words = [...new Set(wordsIn(search))]
      .filter((word) => formsOf(word).length > 0)
      .slice(0, mostWords);
    const similar: string[] = [];
    let hits: Set<number> | null = null;
    // Longer words leave fewer articles.
    for (const word of words.sort((a, b) => b.length - a.length)) {
      let ids = this.#wordsLike(word, deadline);
      if (ids.length === 0) {
        ids = this.#wordsSimilarTo(word, deadline);
        if (ids.length > 0) similar.push(word);
      }
      hits = this.#articlesWith(ids, hits, deadline);
      if (hits.size === 0) break;
    }
    if (!hits || hits.size === 0) return { ids: [], similar: [] };
    const page = this.#statements.page[trash ? "trash" : "desk"];
    const { updatedAt, id } = after ?? { updatedAt: Number.MAX_SAFE_INTEGER, id: "" };
    const found = this.#statements.ids.all(JSON.stringify([...hits]));
    const ids = ofNewsroom(() => page.all(JSON.stringify(found), updatedAt, id, limit)) as string[];
    return { ids, similar };
  }

  close(): void {
    this.#sqlite.close();
    this.#newsroom.close();
  }

  /** So many changes in each transaction; each change ends with a yield. */
  *#inSteps(changes: Iterator<void, void>): Generator<void, void> {
    const step = (): boolean => {
      for (let i = 0; i < wordsAtOnce; i++) if (changes.next().done) return true;
      return false;
    };
    for (let isDone = false; !isDone; ) {
      isDone = this.#sqlite.transaction(step).immediate();
      yield;
    }
  }

  *#write(article: IndexedArticle): Generator<void, void> {
    const statements = this.#statements;
    const { id, at } = article;
    if (ofNewsroom(() => statements.isThere.get(id)) === undefined) return;
    const number = statements.begin.get({ id, unfinished }) as number;
    // What is left of the forms is new.
    const forms = formsIn(article.text);
    const had = statements.wordsOf.all(number) as WordOfArticle[];
    const gone = had.filter(({ form }) => !forms.delete(form));
    // The new ones first: until they are all there, it is found by the old ones.
    for (const form of forms) yield void statements.addPosting.run(this.#wordId(form), number);
    for (const each of gone) yield this.#removePosting(number, each);
    statements.finish.run(at, number);
  }

  #wordId(form: string): number {
    const known = this.#statements.word.get(form) as number | undefined;
    if (known !== undefined) return known;
    const id = Number(this.#statements.addWord.run(form, reversed(form)).lastInsertRowid);
    this.#statements.addInside.run(id, form);
    return id;
  }

  *#remove(number: number): Generator<void, void> {
    for (const had of this.#statements.wordsOf.all(number) as WordOfArticle[])
      yield this.#removePosting(number, had);
    this.#statements.dropArticle.run(number);
  }

  /** And the word with its last posting: of an article that was deleted for good nothing is left. */
  #removePosting(number: number, { word, form }: WordOfArticle): void {
    const { dropPosting, isUsed, dropInside, dropWord } = this.#statements;
    dropPosting.run(word, number);
    if (isUsed.get(word) !== undefined) return;
    dropInside.run(word, form);
    dropWord.run(word);
  }

  /** Ids of words that begin with the searched one or, if it is long enough, hold it. */
  #wordsLike(word: string, deadline: number): number[] {
    const { exactly, beginning, inside } = this.#statements;
    const ids = new Set<number>();
    const { length } = Array.from(word);
    for (const form of formsOf(word)) {
      const isLong = Array.from(form).length >= leastInside;
      const found = isLong
        ? inside.iterate(someTrigrams(form))
        : length === 1
          ? exactly.iterate(form)
          : beginning.iterate(form, `${form}\u{10ffff}`);
      let rows = 0;
      for (const each of found as Iterable<{ id: number; form: string }>) {
        if (!isLong || each.form.includes(form)) ids.add(each.id);
        if (++rows % rowsAtOnce === 0) inTime(deadline);
      }
      inTime(deadline);
    }
    return [...ids];
  }

  /**
   * Ids of words with one letter more, less, other, or two swapped. One slip leaves the beginning up to the middle or
   * the end from there as it is, but for the two letters in the middle that may be swapped.
   */
  #wordsSimilarTo(word: string, deadline: number): number[] {
    const ids = new Set<number>();
    for (const form of formsOf(word)) {
      const letters = Array.from(form);
      if (letters.length < leastSimilar) continue;
      const middle = Math.floor(letters.length / 2);
      const start = letters.slice(0, middle - 1).join("");
      const end = reversed(letters.slice(middle + 1).join(""));
      const { candidates } = this.#statements;
      const around = [letters.length - 1, letters.length + 1, mostCompared] as const;
      const found = [
        ...candidates.byStart.all(start, `${start}\u{10ffff}`, ...around),
        ...candidates.byEnd.all(end, `${end}\u{10ffff}`, ...around),
      ] as { id: number; form: string }[];
      for (const each of found) if (isOneTypoFrom(form, each.form)) ids.add(each.id);
      inTime(deadline);
    }
    return [...ids];
  }

  /** Numbers of the articles that hold one of the words; of those in `among`, unless it is null. */
  #articlesWith(words: readonly number[], among: Set<number> | null, deadline: number): Set<number> {
    const found = new Set<number>();
    for (const word of words) {
      for (const number of this.#statements.articles.all(word) as number[])
        if (!among || among.has(number)) found.add(number);
      inTime(deadline);
    }
    return found;
  }
}

/** A page of the newsroom that cannot be read is no damage of the index. */
function ofNewsroom<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error("The newsroom's articles could not be read", { cause });
  }
}

function inTime(deadline: number): void {
  if (performance.now() > deadline) throw new SearchTooSlow("The search matches too much");
}

/**
 * An FTS5 expression for words that hold some trigrams of this one, from its beginning, its end and its middle. Not all, as
 * a phrase: comparing their places takes seconds where many words repeat one letter.
 */
function someTrigrams(form: string): string {
  const letters = Array.from(form);
  const last = letters.length - leastInside;
  const places = [0, last, Math.floor(last / 2)];
  const trigrams = places.map((at) => letters.slice(at, at + leastInside).join(""));
  return [...new Set(trigrams)].map((each) => `"${each}"`).join(" AND ");
}

function prepare(sqlite: Database.Database, newsroom: Database.Database) {
  const page = (trashed: "is null" | "is not null") =>
    newsroom
      .prepare(
        `select id from article where trashed_at ${trashed} and id in (select value from json_each(?))
           and (updated_at, id) < (?, ?)
         order by updated_at desc, id desc limit ?`,
      )
      .pluck();
  const similar = (column: "form" | "reversed") =>
    sqlite.prepare(
      `select id, form from word where ${column} >= ? and ${column} < ? and length(form) between ? and ? limit ?`,
    );
  return {
    begin: sqlite
      .prepare(
        `insert into article (id, at) values (:id, :unfinished)
         on conflict (id) do update set at = :unfinished returning number`,
      )
      .pluck(),
    finish: sqlite.prepare("update article set at = ? where number = ?"),
    numberOf: sqlite.prepare("select number from article where id = ?").pluck(),
    ids: sqlite.prepare("select id from article where number in (select value from json_each(?))").pluck(),
    indexed: sqlite.prepare("select id, at from article"),
    isThere: newsroom.prepare("select 1 from article where id = ?"),
    stored: newsroom.prepare("select id, updated_at as at from article order by updated_at desc"),
    dropArticle: sqlite.prepare("delete from article where number = ?"),
    wordsOf: sqlite.prepare(
      "select word.id as word, form from posting join word on word.id = posting.word where article = ?",
    ),
    word: sqlite.prepare("select id from word where form = ?").pluck(),
    addWord: sqlite.prepare("insert into word (form, reversed) values (?, ?)"),
    dropWord: sqlite.prepare("delete from word where id = ?"),
    isUsed: sqlite.prepare("select 1 from posting where word = ? limit 1").pluck(),
    addInside: sqlite.prepare("insert into word_inside (rowid, form) values (?, ?)"),
    dropInside: sqlite.prepare("insert into word_inside (word_inside, rowid, form) values ('delete', ?, ?)"),
    addPosting: sqlite.prepare("insert into posting (word, article) values (?, ?)"),
    dropPosting: sqlite.prepare("delete from posting where word = ? and article = ?"),
    articles: sqlite.prepare("select article from posting where word = ?").pluck(),
    exactly: sqlite.prepare("select id, form from word where form = ?"),
    beginning: sqlite.prepare("select id, form from word where form >= ? and form < ?"),
    inside: sqlite.prepare(
      `select word.id, word.form from word_inside join word on word.id = word_inside.rowid
       where word_inside match ?`,
    ),
    candidates: { byStart: similar("form"), byEnd: similar("reversed") },
    page: { desk: page("is null"), trash: page("is not null") },
  };
}
