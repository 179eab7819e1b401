import { existsSync } from "node:fs";
import { join } from "node:path";
import { normalEmail } from "../../src/domain/accounts/email.ts";
import { PasswordResets } from "../accounts/PasswordResets.ts";
import type { Config } from "../config.ts";
import { openDatabase } from "../storage/database.ts";

/**
 * Makes a link by which the person of that address sets a new password, also while the server runs: for the only admin,
 * whom nobody else can help. Resolves with the link and until when it counts (ms). Rejects with what to do when there is
 * no such active account.
 */
export function resetPassword(
  { dataDir, publicUrl, port }: Pick<Config, "dataDir" | "publicUrl" | "port">,
  email: string,
): { url: string; expiresAt: number } {
  if (!existsSync(join(dataDir, "foureyes.db"))) throw new Error(`There is no foureyes.db in ${dataDir}.`);
  const database = openDatabase(dataDir);
  try {
    const address = normalEmail(email);
    const { rows, runNow } = database;
    const [person] = runNow(rows.selectFrom("person").select("id").where("email", "=", address).compile());
    const made = person && new PasswordResets(database).make(person.id, null);
    if (made?.code === "deactivated")
      throw new Error(`The account of ${address} is deactivated. An admin reactivates it under People.`);
    if (made?.code !== "ok") throw new Error(`There is no account with the address ${address}.`);
    const { token, expiresAt } = made;
    return { url: `${publicUrl ?? `http://localhost:${port}`}/new-password/${token}`, expiresAt };
  } finally {
    database.close();
  }
}
