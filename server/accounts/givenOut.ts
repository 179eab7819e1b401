import { may, mayInvite } from "../../src/domain/permissions/roles.ts";
import type { Person } from "../../src/domain/protocol/api.ts";
import type { OpenDatabase } from "../storage/database.ts";

/** What becomes of the rows that name a person when the person is deactivated, reactivated or given another role. */
type Fate =
  /** They stay as they are, and give nobody any rights. */
  | "stays"
  /** Runs inside the transaction that changes the person. Returns how many rows can no longer be used. */
  | ((database: OpenDatabase, before: Person, after: Person) => number);

/**
 * Everything by which a person can come in or let somebody in ends with what they may do (issue «The doors», 5). Each
 * column that names a person has its line here; a test holds the table against the database, so that nobody adds a
 * column without deciding.
 */
export const fates: Readonly<Record<string, Fate>> = {
  // The password opens nothing while the person is inactive: auth.ts refuses the session.
  "account.userId": "stays",
  "session.userId": endSessions,
  // A browser is told why only while the person is inactive (`Sessions.deactivatedPerson`).
  "ended_session.person_id": "stays",
  "invitation.invited_by": withdrawInvitations,
  "invitation.used_by": "stays",
  "verification.value": forgetVerifications,
  "password_reset.person_id": withdrawResets,
  "password_reset.made_by": withdrawMadeResets,
  "article.created_by": "stays",
  "article_writer.person_id": "stays",
  // Keeps an id from others; whoever may not write writes nothing under it.
  "client_reservation.person_id": "stays",
  "asset.created_by": "stays",
};

/** Returns how many of the person's open invitations can no longer be used. */
export function endWhatWasGivenOut(database: OpenDatabase, before: Person, after: Person): number {
  let withdrawn = 0;
  for (const [column, fate] of Object.entries(fates)) {
    if (fate === "stays") continue;
    const ended = fate(database, before, after);
    if (column === "invitation.invited_by") withdrawn = ended;
  }
  return withdrawn;
}

/**
 * Ends the links that let somebody in and that nobody has used: the person's own one to a new password, those they made
 * for others, and their invitations. A new password ends them: somebody with a stolen session may have made them.
 */
export function endOpenLinks({ sqlite }: OpenDatabase, personId: string): void {
  sqlite.prepare("delete from password_reset where person_id = @id or made_by = @id").run({ id: personId });
  sqlite.prepare("delete from invitation where invited_by = ? and used_by is null").run(personId);
}

/** Of a deactivated person they end, and what remains of them only says so. With another role their tokens change. */
function endSessions({ sqlite }: OpenDatabase, before: Person, { id, role, active }: Person): number {
  // Also of one who comes back: a sign-in that was under way may have left one.
  if (!active || !before.active)
    return sqlite.prepare("delete from session where userId = ?").run(id).changes;
  if (role !== before.role) sqlite.prepare("update session set replaceDue = 1 where userId = ?").run(id);
  return 0;
}

/** Those that the person could not make now. They do not come back with the role. */
function withdrawInvitations({ sqlite, rows, runNow }: OpenDatabase, _before: Person, after: Person): number {
  const open = runNow(
    rows
      .selectFrom("invitation")
      .select(["token_hash", "role"])
      .where("invited_by", "=", after.id)
      .where("used_by", "is", null)
      .compile(),
  );
  const withdraw = sqlite.prepare("delete from invitation where token_hash = ?");
  return open
    .filter(({ role }) => !mayInvite(after, role))
    .reduce((ended, { token_hash }) => ended + withdraw.run(token_hash).changes, 0);
}

/** The link was made for somebody with another role, or who was let in then. */
function withdrawResets({ sqlite }: OpenDatabase, before: Person, { id, role, active }: Person): number {
  if (active && role === before.role) return 0;
  return sqlite.prepare("delete from password_reset where person_id = ?").run(id).changes;
}

/** Those that the person could not make now. */
function withdrawMadeResets({ sqlite }: OpenDatabase, _before: Person, after: Person): number {
  if (may(after, "people:change")) return 0;
  return sqlite.prepare("delete from password_reset where made_by = ?").run(after.id).changes;
}

/** better-auth keeps in `value` whose link it is. Links to new passwords are in `password_reset`: nothing makes these. */
function forgetVerifications({ sqlite }: OpenDatabase, before: Person, { id, role, active }: Person): number {
  if (active && role === before.role) return 0;
  return sqlite.prepare("delete from verification where value = ?").run(id).changes;
}
