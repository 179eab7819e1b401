import type { Generated } from "kysely";
import type { Role } from "../../src/domain/permissions/roles.ts";

/**
 * The tables of `foureyes.db`, one interface each; every part of the server adds its own here and its statements
 * to migrations.ts. Instants are milliseconds since the epoch, except in the four tables of better-auth
 * (`person`, `session`, `account`, `verification`), which keep its names and its ISO 8601 texts.
 */
export interface Schema {
  setting: SettingTable;
  person: PersonTable;
  session: SessionTable;
  ended_session: EndedSessionTable;
  account: AccountTable;
  verification: VerificationTable;
  invitation: InvitationTable;
  password_reset: PasswordResetTable;
  article: ArticleTable;
  asset: AssetTable;
  article_asset: ArticleAssetTable;
}

/** Made once and kept. */
export interface SettingTable {
  name: string;
  value: string;
}

export interface PersonTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  role: Role;
  active: number;
  createdAt: string;
  updatedAt: string;
}

export interface SessionTable {
  id: string;
  /** SHA-256 of the token, hexadecimal: who reads the database cannot use the session. */
  token: string;
  /** The hash before, which still answers for a moment; null as a rule. */
  replacedToken: string | null;
  /** 1: the browser's next request is given a new token. */
  replaceDue: number;
  userId: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  /** The last use that was noted. */
  updatedAt: string;
}

/** Sessions that ended because their person was deactivated: all they do is tell the browser so. */
export interface EndedSessionTable {
  /** As in `session`. */
  token_hash: string;
  person_id: string;
  expires_at: number;
}

export interface AccountTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

export interface InvitationTable {
  /** SHA-256 of the link's token, hexadecimal: who reads the database cannot use the link. */
  token_hash: string;
  role: Role;
  /** For whom, in the words of who invited. */
  note: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  /** Person id of who came by it; null while it can still be used. */
  used_by: string | null;
}

/** Links by which people set a new password. A row goes when its link was used. */
export interface PasswordResetTable {
  /** As in `invitation`. */
  token_hash: string;
  person_id: string;
  /** The admin who made it; null for one made on the machine itself. */
  made_by: string | null;
  created_at: number;
  expires_at: number;
}

export interface ArticleTable {
  number: Generated<number>;
  id: string;
  headline: string;
  kicker: string;
  section: string;
  /** BCP 47. */
  language: string;
  created_at: number;
  /** Person id. */
  created_by: string;
  /** When the last change of the content was committed, and by whom (display name). */
  updated_at: number;
  updated_by: string;
  trashed_at: number | null;
}

/** A picture whose files are on disk. */
export interface AssetTable {
  /** SHA-256 of the file as uploaded, hexadecimal. */
  id: string;
  /** Pixels, upright. */
  width: number;
  height: number;
  type: string;
  bytes: number;
  variant_type: string;
  /** 1: the file moves, its variants show the first picture. */
  animated: number;
  created_by: string;
  created_at: number;
  /**
   * When it was first found that no article names it; null while one does, or nobody has looked yet. 0: an article that had
   * it was deleted for good, and it goes with that unless another one names it.
   */
  unused_since: number | null;
}

/** Which article a picture was uploaded to. */
export interface ArticleAssetTable {
  article_id: string;
  asset_id: string;
  created_at: number;
}
