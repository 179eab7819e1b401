import { type ComparedName, comparedName, looksAlike } from "../../src/domain/accounts/names.ts";
import type { Role } from "../../src/domain/permissions/roles.ts";
import type { OpenDatabase } from "../storage/database.ts";

/** As many as a large newsroom has people, several times over. */
const mostRemembered = 20_000;

/** Which names people have. How a name is compared is worked out once for each: a newsroom may have thousands. */
export class TakenNames {
  readonly #database: OpenDatabase;
  readonly #compared = new Map<string, ComparedName>();

  constructor(database: OpenDatabase) {
    this.#database = database;
  }

  /** Another active person of one of these roles has the name, or one that looks the same. */
  isTaken(name: string, ownId: string | undefined, whose: readonly Role[]): boolean {
    const { rows, runNow } = this.#database;
    const people = rows.selectFrom("person").select(["id", "name"]).where("active", "=", 1);
    const wanted = comparedName(name);
    return runNow(people.where("role", "in", whose).compile()).some(
      (other) => other.id !== ownId && looksAlike(this.#comparedName(other.name), wanted),
    );
  }

  #comparedName(name: string): ComparedName {
    const known = this.#compared.get(name);
    if (known) return known;
    if (this.#compared.size >= mostRemembered) this.#compared.clear();
    const compared = comparedName(name);
    this.#compared.set(name, compared);
    return compared;
  }
}
