import type Database from "better-sqlite3";
import { articleLogMigration, deletedArticleMigration, reservationMigration } from "./articleLogMigration.ts";

/** One step of the schema. A step that was released is never edited, renamed or moved: a later one corrects it. */
export interface Migration {
  name: string;
  sql: string;
}

/** In the order they are applied. Every part of the server adds its own at the end. */
export const migrations: readonly Migration[] = [
  {
    name: "settings",
    sql: `create table setting (name text primary key, value text not null) strict`,
  },
  {
    name: "accounts",
    sql: `
      create table person (
        id text primary key, name text not null, email text not null unique, emailVerified integer not null,
        image text, role text not null default 'guest', active integer not null default 1,
        createdAt text not null, updatedAt text not null
      );
      create table session (
        id text primary key, token text not null unique, userId text not null references person (id) on delete cascade,
        expiresAt text not null, ipAddress text, userAgent text, createdAt text not null, updatedAt text not null
      );
      create index session_user on session (userId);
      create table account (
        id text primary key, accountId text not null, providerId text not null,
        userId text not null references person (id) on delete cascade, accessToken text, refreshToken text, idToken text,
        accessTokenExpiresAt text, refreshTokenExpiresAt text, scope text, password text,
        createdAt text not null, updatedAt text not null
      );
      create index account_user on account (userId);
      create table verification (
        id text primary key, identifier text not null, value text not null, expiresAt text not null,
        createdAt text not null, updatedAt text not null
      );
      create index verification_identifier on verification (identifier);
      create table invitation (
        token_hash text primary key, role text not null, invited_by text not null references person (id),
        created_at integer not null, expires_at integer not null, used_by text references person (id)
      ) strict`,
  },
  {
    name: "articles",
    sql: `
      create table article (
        number integer primary key, id text not null unique,
        headline text not null default '', kicker text not null default '', section text not null default '',
        created_at integer not null, created_by text not null references person (id),
        updated_at integer not null, updated_by text not null, trashed_at integer
      ) strict;
      create index article_updated on article (updated_at desc, id desc) where trashed_at is null;
      create index article_trashed on article (updated_at desc, id desc) where trashed_at is not null;
      create virtual table article_search using fts5 (
        headline, kicker, section, lead, body, byline, other,
        content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
      )`,
  },
  articleLogMigration,
  {
    name: "assets",
    sql: `
      create table asset (
        id text primary key, width integer not null, height integer not null, type text not null,
        bytes integer not null, variant_type text not null,
        created_by text not null references person (id), created_at integer not null
      ) strict;
      create table article_asset (
        article_id text not null references article (id), asset_id text not null references asset (id),
        created_at integer not null, primary key (article_id, asset_id)
      ) strict, without rowid`,
  },
  {
    name: "invitation-note",
    sql: "alter table invitation add column note text not null default ''",
  },
  {
    // Signing up has always taken plain letters only (src/domain/accounts/email.ts), so that NFKC changes none of them.
    name: "person-email-normal",
    sql: "update or ignore person set email = lower(trim(email)) where email <> lower(trim(email))",
  },
  {
    name: "asset-quota",
    sql: "create index asset_by_person on asset (created_by, created_at)",
  },
  {
    name: "asset-unused",
    sql: "alter table asset add column unused_since integer",
  },
  {
    // Tokens are stored hashed from now on, and what signed them lies in a file: everybody signs in again.
    name: "session-tokens-hashed",
    sql: `
      delete from session;
      delete from setting where name = 'auth-secret';
      alter table session add column replacedToken text;
      alter table session add column replaceDue integer not null default 0;
      create index session_replaced on session (replacedToken) where replacedToken is not null;
      create table ended_session (
        token_hash text primary key, person_id text not null references person (id) on delete cascade,
        expires_at integer not null
      ) strict;
      create trigger session_ended after delete on session begin
        insert or ignore into ended_session (token_hash, person_id, expires_at)
          select token, old.userId, unixepoch(old.expiresAt) * 1000
          from (select old.token as token union select old.replacedToken) where token is not null;
      end`,
  },
  {
    name: "password-reset",
    sql: `
      create table password_reset (
        token_hash text primary key, person_id text not null unique references person (id) on delete cascade,
        made_by text references person (id), created_at integer not null, expires_at integer not null
      ) strict`,
  },
  {
    name: "asset-animated",
    sql: "alter table asset add column animated integer not null default 0",
  },
  {
    // What every article is found by is written again: words no longer fall apart at soft hyphens and the like.
    name: "search-without-invisible",
    sql: `
      update article set updated_at = min(updated_at, coalesce(
        (select at - 1 from article_update where article_id = article.id order by seq desc limit 1), updated_at))`,
  },
  reservationMigration,
  {
    // Whoever signs in and out again and again keeps 200 of them: as many browsers are told should they be deactivated.
    name: "ended-sessions-bounded",
    sql: `
      create index ended_session_person on ended_session (person_id, expires_at);
      create trigger ended_session_bounded after insert on ended_session begin
        delete from ended_session where token_hash in (
          select token_hash from ended_session where person_id = new.person_id
          order by expires_at desc, token_hash limit -1 offset 200
        );
      end`,
  },
  {
    // The search index has a file of its own, foureyes.search.db, which is made from what is stored.
    name: "search-in-its-own-file",
    sql: "drop table article_search",
  },
  // What is in the trash then has its whole time there from then on.
  deletedArticleMigration,
  {
    // The rows are written again from the content, which names the language; until then all count as written in the usual one.
    name: "desk-row-language",
    sql: `
      alter table article add column language text not null default 'de-CH';
      update article set updated_at = min(updated_at, coalesce(
        (select at - 1 from article_update where article_id = article.id order by seq desc limit 1), updated_at))`,
  },
];

/** This version would not know what it breaks. */
export class NewerDatabase extends Error {}

/**
 * Brings the schema up to date, each step in a transaction of its own. Throws `NewerDatabase` when it was written
 * by a newer version.
 */
export function migrate(sqlite: Database.Database, steps: readonly Migration[] = migrations): void {
  sqlite.exec(
    "create table if not exists migration (name text primary key, applied_at integer not null) strict",
  );
  const applied = new Set(sqlite.prepare("select name from migration").pluck().all() as string[]);
  const known = new Set(steps.map((step) => step.name));
  const foreign = [...applied].filter((name) => !known.has(name));
  if (foreign.length > 0)
    throw new NewerDatabase(
      `The database was written by a newer version of Foureyes (it knows “${foreign.join("”, “")}”). Start that version.`,
    );
  const record = sqlite.prepare("insert into migration (name, applied_at) values (?, ?)");
  for (const step of steps) {
    if (applied.has(step.name)) continue;
    sqlite
      .transaction(() => {
        sqlite.exec(step.sql);
        record.run(step.name, Date.now());
      })
      .immediate();
  }
}
