import { randomBytes } from "node:crypto";
import { may } from "../../src/domain/permissions/roles.ts";
import type { OpenDatabase } from "../storage/database.ts";
import { hashOfToken } from "./hashedTokens.ts";

const validMs = 24 * 3600 * 1000;

export type NewResetOutcome =
  | { code: "ok"; token: string; expiresAt: number }
  | { code: "not-found" }
  | { code: "deactivated" }
  | { code: "not-allowed" };

/** Whose link it is, for whoever holds it. */
export interface OpenReset {
  personId: string;
  name: string;
  email: string;
  expiresAt: number;
}

/**
 * One-time links by which people set a new password without the old one (issue 14, 16). A person has one at most, valid
 * for a day; only its hash is stored. It counts while its person is active, and while the admin who made it still is
 * one. Links made on the machine itself (`npm run reset-password`) name no admin.
 */
export class PasswordResets {
  readonly #database: OpenDatabase;

  constructor(database: OpenDatabase) {
    this.#database = database;
  }

  /**
   * A new link takes the place of the one before. `by` is the admin who makes it, null on the machine itself. Nobody
   * makes their own: with a stolen session it would be a way around the current password.
   */
  make(personId: string, by: string | null): NewResetOutcome {
    const { sqlite, rows, runNow } = this.#database;
    return sqlite
      .transaction((): NewResetOutcome => {
        if (by !== null && (by === personId || !this.#mayMake(by))) return { code: "not-allowed" };
        const [person] = runNow(
          rows.selectFrom("person").select("active").where("id", "=", personId).compile(),
        );
        if (!person) return { code: "not-found" };
        if (person.active !== 1) return { code: "deactivated" };
        runNow(rows.deleteFrom("password_reset").where("person_id", "=", personId).compile());
        const token = randomBytes(24).toString("base64url");
        const createdAt = Date.now();
        const expiresAt = createdAt + validMs;
        runNow(
          rows
            .insertInto("password_reset")
            .values({
              token_hash: hashOfToken(token),
              person_id: personId,
              made_by: by,
              created_at: createdAt,
              expires_at: expiresAt,
            })
            .compile(),
        );
        return { code: "ok", token, expiresAt };
      })
      .immediate();
  }

  /** Null when the link is unknown, used, withdrawn or expired. */
  read(token: string): OpenReset | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("password_reset")
        .innerJoin("person", "person.id", "password_reset.person_id")
        .select(["person_id as personId", "name", "email", "expires_at as expiresAt", "made_by as madeBy"])
        .where("token_hash", "=", hashOfToken(token))
        .where("expires_at", ">", Date.now())
        .where("active", "=", 1)
        .compile(),
    );
    if (!row) return null;
    const { madeBy, ...reset } = row;
    return madeBy === null || this.#mayMake(madeBy) ? reset : null;
  }

  #mayMake(by: string): boolean {
    const { rows, runNow } = this.#database;
    const [maker] = runNow(
      rows.selectFrom("person").select(["role", "active"]).where("id", "=", by).compile(),
    );
    return maker !== undefined && may({ role: maker.role, active: maker.active === 1 }, "people:change");
  }
}
