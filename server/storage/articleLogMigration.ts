/**
 * Rows go to the end of one table whatever their article, so that a commit of many articles touches few pages.
 * `crc` is CRC-32 over the article's id and the bytes.
 */
export const articleLogMigration = {
  name: "article-log",
  sql: `
    create table article_update (
      seq integer primary key autoincrement, article_id text not null,
      author_id text, author_name text, at integer not null, crc integer not null, bytes blob not null
    ) strict;
    create index article_update_article on article_update (article_id, seq);
    create table article_snapshot (
      article_id text not null, through_seq integer not null, at integer not null,
      crc integer not null, bytes blob not null, primary key (article_id, through_seq)
    ) strict;
    create table article_writer (
      article_id text not null, client_id integer not null, person_id text, relayed_by text, at integer not null,
      primary key (article_id, client_id)
    ) strict, without rowid`,
} as const;

/** Articles that were deleted for good: their ids are known for ever, so that nothing is stored of them again. */
export const deletedArticleMigration = {
  name: "deleted-article",
  sql: `
    create table deleted_article (id text primary key, deleted_at integer not null) strict, without rowid;
    update article set trashed_at = unixepoch() * 1000 where trashed_at is not null`,
} as const;

/** Ids under which tabs will write, kept over a restart: clientReservations.ts. */
export const reservationMigration = {
  name: "client-reservation",
  sql: `
    create table client_reservation (
      article_id text not null, client_id integer not null, person_id text not null, at integer not null,
      primary key (article_id, client_id)
    ) strict, without rowid;
    create index client_reservation_person on client_reservation (person_id, at)`,
};
