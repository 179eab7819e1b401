import { createHash } from "node:crypto";
import type Database from "better-sqlite3";
import type { OpenDatabase } from "../../storage/database.ts";
import { isOutdated } from "./hashParameters.ts";
import type { PasswordHasher } from "./PasswordHasher.ts";

/** The hashes of people's passwords, in the table of better-auth, which checks passwords against them. */
export class StoredPasswords {
  readonly #database: OpenDatabase;
  readonly #hasher: Pick<PasswordHasher, "hash">;
  readonly #passwordOf: Database.Statement;

  constructor(database: OpenDatabase, hasher: Pick<PasswordHasher, "hash">) {
    this.#database = database;
    this.#hasher = hasher;
    // For an unknown address somebody's is looked up.
    this.#passwordOf = database.sqlite.prepare(`
      select password, email = @email as known from account join person on person.id = userId
      where providerId = 'credential'
        and userId = coalesce((select id from person where email = @email), (select id from person limit 1))`);
  }

  /**
   * Another one for each password that the account of this address (in its normal form) has had, and always the same
   * for no account. A hash that `renew` makes is another version, too. It tells nothing about the password, and takes as
   * long whether there is such an account or not: whoever is refused may ask as often as they like.
   */
  version(email: string): string {
    const row = this.#passwordOf.get({ email }) as { password: string; known: 0 | 1 } | undefined;
    const [own, nobodys] = [row?.password ?? "", ""].map((hash) =>
      createHash("sha256").update(hash).digest("base64url"),
    );
    return (row?.known === 1 ? own : nobodys) as string;
  }

  /** Hashes the password anew if its hash was made by weaker rules than now. It is known to be right. */
  async renew(personId: string, password: string): Promise<void> {
    const { rows, runNow } = this.#database;
    const [row] = runNow(
      rows
        .selectFrom("account")
        .select("password")
        .where("userId", "=", personId)
        .where("providerId", "=", "credential")
        .compile(),
    );
    if (!row?.password || !isOutdated(row.password)) return;
    const renewed = await this.#hasher.hash(password);
    // Unless it was changed meanwhile.
    runNow(
      rows
        .updateTable("account")
        .set({ password: renewed, updatedAt: new Date().toISOString() })
        .where("userId", "=", personId)
        .where("password", "=", row.password)
        .compile(),
    );
  }

  /** By its hash. */
  set(personId: string, hash: string): void {
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("account")
        .set({ password: hash, updatedAt: new Date().toISOString() })
        .where("userId", "=", personId)
        .where("providerId", "=", "credential")
        .compile(),
    );
  }
}
