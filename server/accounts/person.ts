import { isRole } from "../../src/domain/permissions/roles.ts";
import type { Person } from "../../src/domain/protocol/api.ts";

interface PersonColumns {
  id: string;
  name: string;
  email: string;
  role: string;
  active: number | boolean;
}

/** A role this version does not know may only read. */
export const personFromRow = ({ id, name, email, role, active }: PersonColumns): Person => ({
  id,
  name,
  email,
  role: isRole(role) ? role : "guest",
  active: Boolean(active),
});
