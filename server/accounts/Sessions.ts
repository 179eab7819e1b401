import type { Person } from "../../src/domain/protocol/api.ts";
import type { Visitor } from "../ports.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { AccessChanges } from "./accessChanges.ts";
import { type Device, deviceOf } from "./device.ts";
import { hashOfToken } from "./hashedTokens.ts";
import { personFromRow } from "./person.ts";

const dayMs = 24 * 3600 * 1000;
/** A session ends so long after the sign-in, used or not. */
export const sessionDays = 30;
/** So many of a person are kept: more than anybody has browsers. */
export const mostSessions = 100;
/** The last use is written down at most so often. */
const noteEveryMs = 5 * 60_000;
/** The computer's clock may have been set back by as much before a session from the future ends. */
const clockToleranceMs = 3_600_000;
/** How long a token that was replaced still answers, for requests that were under way with it. */
const handOverMs = 30_000;

export interface SessionsParts {
  database: OpenDatabase;
  changes: AccessChanges;
  /** Days without use after which a session ends. */
  idleDays: number;
  handOverMs?: number;
}

export interface OwnSession {
  id: string;
  device: Device;
  createdAt: string;
  lastUsedAt: string;
}

interface SessionRow {
  id: string;
  token: string;
  replacedToken: string | null;
  replaceDue: number;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

/**
 * How long sessions last and how they end; better-auth begins them. A session ends `sessionDays` after the sign-in,
 * after `idleDays` without use, when somebody ends it, or when its person begins too many. `updatedAt` is its last use. Nothing depends on the
 * computer's clock alone: it only ever makes a session end, and one from the future ends too.
 */
export class Sessions {
  readonly #database: OpenDatabase;
  readonly #changes: AccessChanges;
  readonly #idleMs: number;
  readonly #handOverMs: number;

  constructor({ database, changes, idleDays, handOverMs: given = handOverMs }: SessionsParts) {
    this.#database = database;
    this.#changes = changes;
    this.#idleMs = idleDays * dayMs;
    this.#handOverMs = given;
  }

  /** Who the session is of, now; null when it is over or its person may not come in. Counts as a use. */
  visitor(
    sessionId: string,
  ): { visitor: Visitor; token: string; replaceDue: boolean; endsAt: number } | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("session")
        .innerJoin("person", "person.id", "session.userId")
        .select(["token", "replaceDue", "expiresAt", "session.createdAt", "session.updatedAt"])
        .select(["person.id", "name", "email", "role", "active"])
        .where("session.id", "=", sessionId)
        .compile(),
    );
    if (!row) return null;
    const now = Date.now();
    const endsAt = this.#endsAt(row, now);
    if (endsAt <= now) {
      runNow(rows.deleteFrom("session").where("id", "=", sessionId).compile());
      return null;
    }
    const person: Person = personFromRow(row);
    if (!person.active) return null;
    if (Math.abs(now - Date.parse(row.updatedAt)) > noteEveryMs) this.#noteUse(sessionId, now);
    return {
      visitor: { person, sessionId },
      token: row.token,
      replaceDue: row.replaceDue === 1,
      endsAt,
    };
  }

  /** Those of a person that still open something, the one used last first. */
  list(personId: string): OwnSession[] {
    const now = Date.now();
    return this.#rowsOf(personId)
      .filter((row) => this.#endsAt(row, now) > now)
      .map(({ id, userAgent, createdAt, updatedAt }) => ({
        id,
        device: deviceOf(userAgent),
        createdAt,
        lastUsedAt: updatedAt,
      }));
  }

  /** False when the person has no such session. */
  end(personId: string, sessionId: string): boolean {
    const { rows, runNow } = this.#database;
    const gone = rows
      .deleteFrom("session")
      .where("id", "=", sessionId)
      .where("userId", "=", personId)
      .returning("id");
    const ended = runNow(gone.compile()).length > 0;
    if (ended) this.#changes.emit({ sessionId });
    return ended;
  }

  /** Ends every session of the person but one. Returns how many. */
  endOthers(personId: string, keptSessionId: string): number {
    const { rows, runNow } = this.#database;
    const gone = rows
      .deleteFrom("session")
      .where("userId", "=", personId)
      .where("id", "!=", keptSessionId)
      .returning("id");
    const ended = runNow(gone.compile()).length;
    if (ended > 0) this.#changes.emit({ personId });
    return ended;
  }

  /** A session of the person began: beyond `mostSessions` those used longest ago end. */
  endBeyondMost(personId: string, begunSessionId: string): void {
    const ended = this.#database.sqlite
      .prepare(
        `delete from session where id in (
           select id from session where userId = ? order by id = ? desc, updatedAt desc, id limit -1 offset ?
         ) returning id`,
      )
      .pluck()
      .all(personId, begunSessionId, mostSessions) as string[];
    for (const sessionId of ended) this.#changes.emit({ sessionId });
  }

  /**
   * Forgets what opens nothing any more, now and then once a day until the function it returns is called; and now also
   * tokens that were being replaced when the server ended.
   */
  startForgetting(log: { warn(details: object, message: string): void }, everyMs = dayMs): () => void {
    const { rows, runNow } = this.#database;
    const tried = (forget: () => void): void => {
      try {
        forget();
      } catch (cause) {
        log.warn({ err: cause }, "expired sessions could not be cleared; they open nothing");
      }
    };
    tried(() => runNow(rows.updateTable("session").set({ replacedToken: null }).compile()));
    tried(() => this.#forgetExpired());
    const timer = setInterval(() => tried(() => this.#forgetExpired()), everyMs).unref();
    return () => clearInterval(timer);
  }

  #forgetExpired(): void {
    const { rows, runNow } = this.#database;
    const now = Date.now();
    const idleSince = new Date(now - this.#idleMs).toISOString();
    runNow(
      rows
        .deleteFrom("session")
        .where((is) =>
          is.or([is("expiresAt", "<", new Date(now).toISOString()), is("updatedAt", "<", idleSince)]),
        )
        .compile(),
    );
    runNow(rows.deleteFrom("ended_session").where("expires_at", "<", now).compile());
  }

  /** What is stored for a token, also for one that is being replaced. */
  storedToken(token: string): string {
    const hash = hashOfToken(token);
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows.selectFrom("session").select("token").where("replacedToken", "=", hash).compile(),
    );
    return row?.token ?? hash;
  }

  /** The token is `next` from now on; the one before opens nothing more. */
  replaceToken(sessionId: string, next: string): void {
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("session")
        .set({ token: hashOfToken(next), replacedToken: null, replaceDue: 0 })
        .where("id", "=", sessionId)
        .compile(),
    );
    this.#changes.emit({ sessionId });
  }

  /**
   * Replaces a token that is due by `next`. The one before answers as the same session for a moment, and whoever comes
   * with it is given `next` again: that is what true says.
   */
  handOver(sessionId: string, presented: string, next: string): boolean {
    const { sqlite, rows, runNow } = this.#database;
    const [before, after] = [hashOfToken(presented), hashOfToken(next)];
    const outcome = sqlite
      .transaction((): "begun" | "under-way" | "not-due" => {
        const [row] = runNow(
          rows
            .selectFrom("session")
            .select(["token", "replacedToken", "replaceDue"])
            .where("id", "=", sessionId)
            .compile(),
        );
        if (row?.replacedToken === before && row.token === after) return "under-way";
        if (row?.token !== before || row.replaceDue !== 1) return "not-due";
        runNow(
          rows
            .updateTable("session")
            .set({ token: after, replacedToken: before, replaceDue: 0 })
            .where("id", "=", sessionId)
            .compile(),
        );
        return "begun";
      })
      .immediate();
    if (outcome === "begun") setTimeout(() => this.#endHandOver(sessionId, before), this.#handOverMs).unref();
    return outcome !== "not-due";
  }

  /** Whose session this token opened before it ended, if that person is deactivated now; null for any other token. */
  deactivatedPerson(token: string): string | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("ended_session")
        .innerJoin("person", "person.id", "person_id")
        .select("person_id")
        .where("active", "=", 0)
        .where("token_hash", "=", hashOfToken(token))
        .where("expires_at", ">", Date.now())
        .compile(),
    );
    return row?.person_id ?? null;
  }

  #endHandOver(sessionId: string, replacedToken: string): void {
    const { sqlite, rows, runNow } = this.#database;
    if (!sqlite.open) return;
    try {
      runNow(
        rows
          .updateTable("session")
          .set({ replacedToken: null })
          .where("id", "=", sessionId)
          .where("replacedToken", "=", replacedToken)
          .compile(),
      );
      this.#changes.emit({ sessionId });
    } catch {
      // A busy database: the next attempt follows.
      setTimeout(() => this.#endHandOver(sessionId, replacedToken), this.#handOverMs).unref();
    }
  }

  #endsAt(
    { expiresAt, createdAt, updatedAt }: Pick<SessionRow, "expiresAt" | "createdAt" | "updatedAt">,
    now: number,
  ) {
    const begun = Date.parse(createdAt);
    if (!(begun <= now + clockToleranceMs)) return 0;
    const endsAt = Math.min(
      Date.parse(expiresAt),
      begun + sessionDays * dayMs,
      Date.parse(updatedAt) + this.#idleMs,
    );
    return Number.isNaN(endsAt) ? 0 : endsAt;
  }

  #noteUse(sessionId: string, now: number): void {
    const { rows, runNow } = this.#database;
    try {
      runNow(
        rows
          .updateTable("session")
          .set({ updatedAt: new Date(now).toISOString() })
          .where("id", "=", sessionId)
          .compile(),
      );
    } catch {
      // A full disk or a busy database: the next use is noted instead.
    }
  }

  #rowsOf(personId: string) {
    const { rows, runNow } = this.#database;
    return runNow(
      rows
        .selectFrom("session")
        .select(["id", "userAgent", "expiresAt", "createdAt", "updatedAt"])
        .where("userId", "=", personId)
        .orderBy("updatedAt", "desc")
        .orderBy("id")
        .compile(),
    );
  }
}
