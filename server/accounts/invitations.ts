import { randomBytes } from "node:crypto";
import { isRole, mayInvite, type Role } from "../../src/domain/permissions/roles.ts";
import type { Invitation, OpenInvitation } from "../../src/domain/protocol/api.ts";
import type { OpenDatabase } from "../storage/database.ts";
import { hashOfToken } from "./hashedTokens.ts";

const validMs = 7 * 24 * 3600 * 1000;

/**
 * One-time links by which people come. Only a link's hash is stored, so nobody can be shown it again. A link counts only
 * while who made it is active and may let somebody in with that role.
 */
export class Invitations {
  readonly #database: OpenDatabase;

  constructor(database: OpenDatabase) {
    this.#database = database;
  }

  /** `note` tells admins whom the link is for. Null when `invitedBy` may not let somebody in with that role now. */
  make(role: Role, invitedBy: string, note: string): { token: string; expiresAt: number } | null {
    return this.#database.sqlite.transaction(() => this.#make(role, invitedBy, note)).immediate();
  }

  #make(role: Role, invitedBy: string, note: string): { token: string; expiresAt: number } | null {
    const [maker] = this.#database.runNow(
      this.#database.rows
        .selectFrom("person")
        .select(["role", "active"])
        .where("id", "=", invitedBy)
        .compile(),
    );
    if (!maker || !mayInvite({ role: maker.role, active: maker.active === 1 }, role)) return null;
    const token = randomBytes(24).toString("base64url");
    const createdAt = Date.now();
    const expiresAt = createdAt + validMs;
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .insertInto("invitation")
        .values({
          token_hash: hashOfToken(token),
          role,
          note,
          invited_by: invitedBy,
          created_at: createdAt,
          expires_at: expiresAt,
          used_by: null,
        })
        .compile(),
    );
    return { token, expiresAt };
  }

  /** What a link is for; null when it is unknown, used, withdrawn or expired. */
  read(token: string): Invitation | null {
    const row = this.#find(token);
    return row && { role: row.role, invitedBy: row.invited_by_name, expiresAt: instant(row.expires_at) };
  }

  /** With which role somebody comes in by the link, and when it was made; null as for `read`. */
  admission(token: string): { role: Role; since: number } | null {
    const row = this.#find(token);
    return row && { role: row.role, since: row.created_at };
  }

  /** Those that can still be used, the latest first. */
  list(): OpenInvitation[] {
    const open = this.#database.runNow(this.#open().orderBy("created_at", "desc").compile()).filter(counts);
    return open.map((row) => ({
      id: row.token_hash,
      role: row.role,
      note: row.note,
      invitedBy: row.invited_by_name,
      createdAt: instant(row.created_at),
      expiresAt: instant(row.expires_at),
    }));
  }

  /** Nobody can use the link any more. False when nobody could anyway. */
  withdraw(id: string): boolean {
    const { rows, runNow } = this.#database;
    const gone = rows
      .deleteFrom("invitation")
      .where("token_hash", "=", id)
      .where("used_by", "is", null)
      .where("expires_at", ">", Date.now())
      .returning("token_hash");
    return runNow(gone.compile()).length > 0;
  }

  /** Inside the transaction that creates the person, after `read` inside it. */
  spend(token: string, personId: string): void {
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("invitation")
        .set({ used_by: personId })
        .where("token_hash", "=", hashOfToken(token))
        .compile(),
    );
  }

  #find(token: string) {
    const [row] = this.#database.runNow(this.#open().where("token_hash", "=", hashOfToken(token)).compile());
    return row && counts(row) ? row : null;
  }

  #open() {
    return this.#database.rows
      .selectFrom("invitation")
      .innerJoin("person", "person.id", "invitation.invited_by")
      .select([
        "token_hash",
        "invitation.role",
        "note",
        "person.name as invited_by_name",
        "person.role as invited_by_role",
        "created_at",
        "expires_at",
      ])
      .where("used_by", "is", null)
      .where("person.active", "=", 1)
      .where("expires_at", ">", Date.now());
  }
}

const counts = (row: { role: Role; invited_by_role: Role }): boolean =>
  isRole(row.role) &&
  isRole(row.invited_by_role) &&
  mayInvite({ role: row.invited_by_role, active: true }, row.role);

const instant = (at: number): string => new Date(at).toISOString();
