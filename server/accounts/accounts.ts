import { randomBytes } from "node:crypto";
import { isEmail, normalEmail } from "../../src/domain/accounts/email.ts";
import {
  isPasswordProblem,
  type PasswordOwner,
  type PasswordProblem,
  passwordProblem,
  plainForms,
} from "../../src/domain/accounts/passwordRules.ts";
import { cleanName } from "../../src/domain/accounts/visibleText.ts";
import { may, type Role, roles } from "../../src/domain/permissions/roles.ts";
import type { Person } from "../../src/domain/protocol/api.ts";
import { ConfigError } from "../config.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { PersonTable } from "../storage/schema.ts";
import type { AccessChanges } from "./accessChanges.ts";
import { endOpenLinks, endWhatWasGivenOut } from "./givenOut.ts";
import { Invitations } from "./invitations.ts";
import { PasswordResets } from "./PasswordResets.ts";
import type { PasswordHasher } from "./passwords/PasswordHasher.ts";
import { passwordProblemWords } from "./passwords/passwordProblemWords.ts";
import { StoredPasswords } from "./passwords/StoredPasswords.ts";
import { personFromRow } from "./person.ts";
import { TakenNames } from "./TakenNames.ts";

export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

export type NewPersonOutcome =
  | { code: "ok"; person: Person }
  | { code: "bad-request" }
  | { code: "email-invalid" }
  | { code: PasswordProblem }
  | { code: "conflict" }
  | { code: "name-taken" }
  | { code: "sign-up-closed" }
  | { code: "invitation-used" };

export type ChangePersonOutcome =
  | { code: "ok"; person: Person }
  | { code: "not-found" }
  | { code: "not-allowed" }
  | { code: "last-admin" };

export type ChangeNameOutcome =
  | { code: "ok"; person: Person }
  | { code: "bad-request" }
  | { code: "name-taken" };

export type ResetPasswordOutcome =
  | { code: "ok"; person: Person }
  | { code: "link-used" }
  | { code: PasswordProblem };

export interface AccountsParts {
  database: OpenDatabase;
  changes: AccessChanges;
  hasher: PasswordHasher;
  openSignUp: boolean;
}

/** By what somebody comes in. `since`: those who were deactivated before that instant (ms) come back by it. */
interface Admission {
  role: Role;
  since?: number;
  /** Also with a name that somebody has: nobody chose it. */
  anyName?: boolean;
}

/** Who belongs to the newsroom: how people come, what they may do, how they go. Sessions are better-auth's. */
export class Accounts {
  readonly invitations: Invitations;
  readonly resets: PasswordResets;
  readonly passwords: StoredPasswords;
  readonly #database: OpenDatabase;
  readonly #changes: AccessChanges;
  readonly #hasher: PasswordHasher;
  readonly #openSignUp: boolean;
  readonly #names: TakenNames;

  constructor({ database, changes, hasher, openSignUp }: AccountsParts) {
    this.#database = database;
    this.#changes = changes;
    this.#hasher = hasher;
    this.#openSignUp = openSignUp;
    this.#names = new TakenNames(database);
    this.invitations = new Invitations(database);
    this.resets = new PasswordResets(database);
    this.passwords = new StoredPasswords(database, hasher);
  }

  /** True while there is no account yet, or always with OPEN_SIGNUP=1. */
  signUpOpen(): boolean {
    return this.#openSignUp || !this.#somebodyExists();
  }

  /** True while there is nobody: the next account becomes admin. */
  firstAccount(): boolean {
    return !this.#somebodyExists();
  }

  /** The first account becomes admin, later ones editors. Of two first ones at once, one wins. */
  async signUp(input: NewPerson): Promise<NewPersonOutcome> {
    if (!this.signUpOpen()) return { code: "sign-up-closed" };
    return this.#create(input, () => {
      if (!this.#somebodyExists()) return { role: "admin" };
      return this.#openSignUp ? { role: "editor" } : { code: "sign-up-closed" };
    });
  }

  /**
   * Creates the admin that the environment names. An existing account of that address stays as it is. Rejects with a
   * `ConfigError` when the password is a common one.
   */
  async ensureAdmin(admin: { email: string; password: string }): Promise<"created" | "exists"> {
    if (this.#emailTaken(admin.email)) return "exists";
    const name = admin.email.slice(0, admin.email.indexOf("@"));
    const outcome = await this.#create({ ...admin, name }, () => ({ role: "admin", anyName: true }));
    if (outcome.code === "ok") return "created";
    if (outcome.code === "conflict") return "exists";
    if (isPasswordProblem(outcome.code))
      throw new ConfigError(`ADMIN_PASSWORD is not taken. ${passwordProblemWords[outcome.code]}`);
    throw new Error(`The account of ADMIN_EMAIL could not be created: ${outcome.code}`);
  }

  /**
   * Somebody who was deactivated comes back into their account by an invitation that was made afterwards: with its role,
   * and with the name and the password they choose now.
   */
  async acceptInvitation(token: string, input: NewPerson): Promise<NewPersonOutcome> {
    return this.#create(
      input,
      () => this.invitations.admission(token) ?? { code: "invitation-used" },
      (id) => this.invitations.spend(token, id),
    );
  }

  /**
   * Sets a new password by a link, and ends all sessions of the person and the open links they made. Their next sign-in
   * is by the new password.
   */
  async resetPassword(token: string, password: string): Promise<ResetPasswordOutcome> {
    const link = this.resets.read(token);
    if (!link) return { code: "link-used" };
    const problem = await this.passwordProblem(password, link);
    if (problem) return { code: problem };
    const hash = await this.#hasher.hash(password);
    const outcome = this.#database.sqlite
      .transaction((): ResetPasswordOutcome => {
        const person = this.resets.read(token) && this.#person(link.personId);
        if (!person) return { code: "link-used" };
        endOpenLinks(this.#database, person.id);
        this.passwords.set(person.id, hash);
        this.#database.sqlite.prepare("delete from session where userId = ?").run(person.id);
        return { code: "ok", person };
      })
      .immediate();
    if (outcome.code === "ok") this.#changes.emit({ personId: outcome.person.id });
    return outcome;
  }

  /** The person changed their password: open links that they made, and the one to their own password, end. */
  endOpenLinks(personId: string): void {
    this.#database.sqlite.transaction(() => endOpenLinks(this.#database, personId)).immediate();
  }

  async people(): Promise<Person[]> {
    const rows = await this.#database.rows.selectFrom("person").selectAll().execute();
    const order = new Intl.Collator("de-CH");
    return rows.map(personFromRow).sort((a, b) => order.compare(a.name, b.name));
  }

  /**
   * Changes a person for `by`, who must still be allowed to when it happens. Whatever the person gave out ends with it
   * (givenOut.ts). One active admin always remains. What they are already changes nothing, and nobody is told: an
   * invitation made since a deactivation still brings them back.
   */
  changePerson(id: string, change: { role?: Role; active?: boolean }, by: string): ChangePersonOutcome {
    const { sqlite, rows, runNow } = this.#database;
    let isChanged = false;
    const outcome = sqlite
      .transaction((): ChangePersonOutcome => {
        const changer = this.#person(by);
        if (!changer || !may(changer, "people:change")) return { code: "not-allowed" };
        const before = this.#person(id);
        if (!before) return { code: "not-found" };
        const after = { ...before, ...change };
        if (after.role === before.role && after.active === before.active)
          return { code: "ok", person: before };
        const wasAdmin = before.active && before.role === "admin";
        const staysAdmin = after.active && after.role === "admin";
        if (wasAdmin && !staysAdmin && this.#activeAdmins() === 1) return { code: "last-admin" };
        runNow(
          rows
            .updateTable("person")
            .set({ role: after.role, active: Number(after.active), updatedAt: new Date().toISOString() })
            .where("id", "=", id)
            .compile(),
        );
        endWhatWasGivenOut(this.#database, before, after);
        isChanged = true;
        return { code: "ok", person: after };
      })
      .immediate();
    if (isChanged) this.#changes.emit({ personId: id });
    return outcome;
  }

  /** A name that is the person's already changes nothing, and nobody is told. Null for an unknown person. */
  changeName(id: string, name: string): ChangeNameOutcome | null {
    const clean = cleanName(name);
    if (clean === "") return { code: "bad-request" };
    const before = this.#person(id);
    if (!before) return null;
    if (before.name === clean) return { code: "ok", person: before };
    if (this.#names.isTaken(clean, id, roles)) return { code: "name-taken" };
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("person")
        .set({ name: clean, updatedAt: new Date().toISOString() })
        .where("id", "=", id)
        .compile(),
    );
    this.#changes.emit({ personId: id });
    return { code: "ok", person: { ...before, name: clean } };
  }

  /** Why somebody's new password is not taken; null when it is. */
  async passwordProblem(password: string, owner: PasswordOwner): Promise<PasswordProblem | null> {
    const problem = passwordProblem(password, owner);
    if (problem) return problem;
    return (await this.#hasher.common(plainForms(password))) ? "password-common" : null;
  }

  /**
   * Writes the person, the password and `alsoWrite` in one transaction. `admit` runs inside it, so that of two who
   * come at once by the same door only one gets in.
   */
  async #create(
    input: NewPerson,
    admit: () => Admission | { code: "sign-up-closed" | "invitation-used" },
    alsoWrite: (id: string) => void = () => {},
  ): Promise<NewPersonOutcome> {
    const name = cleanName(input.name);
    if (name === "") return { code: "bad-request" };
    const email = normalEmail(input.email);
    if (!isEmail(email)) return { code: "email-invalid" };
    const early = admit();
    if ("code" in early) return early;
    if (this.#heldAgainst(email, early)) return { code: "conflict" };
    // Two people of one name may work in a newsroom. Nobody comes under an admin's.
    const isTaken = (): boolean =>
      !early.anyName && this.#names.isTaken(name, this.#personByEmail(email)?.id, ["admin"]);
    if (isTaken()) return { code: "name-taken" };
    const problem = await this.passwordProblem(input.password, { name, email });
    if (problem) return { code: problem };
    const password = await this.#hasher.hash(input.password);
    const { sqlite, rows, runNow } = this.#database;
    return sqlite
      .transaction((): NewPersonOutcome => {
        const admission = admit();
        if ("code" in admission) return admission;
        if (this.#heldAgainst(email, admission)) return { code: "conflict" };
        if (isTaken()) return { code: "name-taken" };
        const former = this.#personByEmail(email);
        if (former) {
          const person = this.#readmit(former, { name, role: admission.role }, password);
          alsoWrite(person.id);
          return { code: "ok", person };
        }
        const id = newId();
        const now = new Date().toISOString();
        const times = { createdAt: now, updatedAt: now };
        const { role } = admission;
        runNow(
          rows
            .insertInto("person")
            .values({ id, name, email, emailVerified: 0, image: null, role, active: 1, ...times })
            .compile(),
        );
        runNow(
          rows
            .insertInto("account")
            .values({
              id: newId(),
              accountId: id,
              providerId: "credential",
              userId: id,
              password,
              accessToken: null,
              refreshToken: null,
              idToken: null,
              accessTokenExpiresAt: null,
              refreshTokenExpiresAt: null,
              scope: null,
              ...times,
            })
            .compile(),
        );
        alsoWrite(id);
        return { code: "ok", person: { id, name, email, role, active: true } };
      })
      .immediate();
  }

  /** Whether the address belongs to somebody who does not come back by this admission. */
  #heldAgainst(email: string, { since = Number.NEGATIVE_INFINITY }: Admission): boolean {
    const row = this.#personByEmail(email);
    return row !== null && (row.active === 1 || since < Date.parse(row.updatedAt));
  }

  /** Inside a transaction: who was deactivated is a member again. */
  #readmit(former: PersonTable, change: { name: string; role: Role }, passwordHash: string): Person {
    const before = personFromRow(former);
    const after: Person = { ...before, ...change, active: true };
    const { rows, runNow } = this.#database;
    runNow(
      rows
        .updateTable("person")
        .set({ ...change, active: 1, updatedAt: new Date().toISOString() })
        .where("id", "=", before.id)
        .compile(),
    );
    this.passwords.set(before.id, passwordHash);
    endWhatWasGivenOut(this.#database, before, after);
    return after;
  }

  #person(id: string): Person | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(rows.selectFrom("person").selectAll().where("id", "=", id).compile());
    return row ? personFromRow(row) : null;
  }

  #somebodyExists(): boolean {
    const { rows, runNow } = this.#database;
    return runNow(rows.selectFrom("person").select("id").limit(1).compile()).length > 0;
  }

  #emailTaken(email: string): boolean {
    return this.#personByEmail(email) !== null;
  }

  #personByEmail(email: string): PersonTable | null {
    const { rows, runNow } = this.#database;
    const [row] = runNow(rows.selectFrom("person").selectAll().where("email", "=", email).compile());
    return row ?? null;
  }

  #activeAdmins(): number {
    const { rows, runNow } = this.#database;
    return runNow(
      rows.selectFrom("person").select("id").where("role", "=", "admin").where("active", "=", 1).compile(),
    ).length;
  }
}

const newId = (): string => randomBytes(16).toString("hex");
