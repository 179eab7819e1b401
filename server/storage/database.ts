import { join } from "node:path";
import Database from "better-sqlite3";
import { type CompiledQuery, type Driver, Kysely, SqliteDialect } from "kysely";
import {
  checkDatabaseFile,
  closeHandles,
  type DatabaseFile,
  DatabaseLost,
  databaseFile,
} from "./databaseFile.ts";
import { makePrivateFile, makePrivateFolder } from "./dataFolder.ts";
import { migrate } from "./migrations.ts";
import { markNewsroom, refuseForeignDatabase, refuseLostNewsroom } from "./newsroom.ts";
import type { Schema } from "./schema.ts";

/**
 * The connection to `foureyes.db` that everything uses but the log of articles, which has its own. Both ways in use it, so both see the same state:
 * - `rows` for ordinary queries, one statement each;
 * - `sqlite` for what must happen together: `sqlite.transaction(() => …).immediate()`, synchronous from begin to
 *   commit, so that nobody else's statement can slip into it. `runNow` runs a Kysely query inside one.
 * `rows.transaction()` throws: it would stay open across awaits and swallow the commits of others.
 */
export interface OpenDatabase {
  /** Its path. */
  file: string;
  sqlite: Database.Database;
  rows: Kysely<Schema>;
  runNow: <Row>(query: CompiledQuery<Row>) => Row[];
  /** For other threads of this process. */
  files: DatabaseFile;
  /** Throws `DatabaseLost` when its files are not at their place any more: what was just written is not kept. */
  check(): void;
  /** Call it after every other connection is closed. */
  close(): void;
}

/**
 * How long a statement waits for another connection (the log's, the sqlite3 shell) that holds the write lock. Nobody
 * else is served meanwhile, so it is short once the server runs. Milliseconds.
 */
const busyTimeoutMs = { opening: 5_000, open: 500 };
const keptStatements = 100;
/** Of the database's pages in this process, a quarter of what it would be: the rest is in the system's own cache. */
const cacheKibibytes = 4_000;

/**
 * Opens or creates `foureyes.db` in the folder. A resolved commit is on disk: WAL with synchronous=FULL. Throws
 * `NewsroomLost` rather than begin anew where a newsroom was.
 */
export function openDatabase(dataDir: string): OpenDatabase {
  // It holds everybody's words and the hashes of their passwords.
  makePrivateFolder(dataDir);
  const file = join(dataDir, "foureyes.db");
  refuseLostNewsroom(dataDir);
  makePrivateFile(file);
  const sqlite = new Database(file);
  let files: DatabaseFile;
  try {
    sqlite.pragma(`busy_timeout = ${busyTimeoutMs.opening}`);
    refuseForeignDatabase(dataDir, sqlite);
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    sqlite.pragma(`cache_size = -${cacheKibibytes}`);
    migrate(sqlite);
    const stamp = markNewsroom(dataDir, sqlite);
    // The first page is read from the file itself.
    sqlite.pragma("wal_checkpoint(PASSIVE)");
    files = databaseFile(file, stamp);
    sqlite.pragma(`busy_timeout = ${busyTimeoutMs.open}`);
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
  const prepared = preparedOnce(sqlite);
  return {
    file,
    sqlite,
    rows: new Kysely<Schema>({ dialect: new SingleStatementDialect({ database: sqlite }) }),
    runNow<Row>(query: CompiledQuery<Row>): Row[] {
      const statement = prepared(query.sql);
      if (statement.reader) return statement.all(query.parameters) as Row[];
      statement.run(query.parameters);
      return [];
    },
    files,
    check: () => checkDatabaseFile(files),
    close: () => {
      if (!sqlite.open) return;
      try {
        checkDatabaseFile(files);
        sqlite.pragma("wal_checkpoint(TRUNCATE)");
      } catch (cause) {
        if (!(cause instanceof DatabaseLost)) throw cause;
      } finally {
        sqlite.close();
        closeHandles(files);
      }
    },
  };
}

/** The texts of queries are few but for lists of many lengths: those used last stay prepared. */
function preparedOnce(sqlite: Database.Database): (query: string) => Database.Statement {
  const kept = new Map<string, Database.Statement>();
  return (query) => {
    const statement = kept.get(query) ?? sqlite.prepare(query);
    kept.delete(query);
    kept.set(query, statement);
    if (kept.size > keptStatements) kept.delete(kept.keys().next().value as string);
    return statement;
  };
}

class SingleStatementDialect extends SqliteDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    driver.beginTransaction = () =>
      Promise.reject(new Error("Transactions go through sqlite.transaction(), which never spans an await"));
    return driver;
  }
}
