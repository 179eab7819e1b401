import { type ArticleState, may } from "../../src/domain/permissions/roles.ts";
import type { Config } from "../config.ts";
import { originAllowed } from "../http/origins.ts";
import type { Access, ArticleAccess, Visitor } from "../ports.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { AccessChanges } from "./accessChanges.ts";
import type { Auth } from "./auth.ts";
import { personFromRow } from "./person.ts";

/** How long an answer is taken from memory; a session ended by other means than this server's shows after it. */
const freshMs = 5_000;
const cachedSessions = 5_000;

interface Known {
  visitor: Visitor;
  /** When to ask the database again. */
  until: number;
}

export interface AccessParts {
  database: OpenDatabase;
  auth: Auth;
  changes: AccessChanges;
  config: Pick<Config, "publicUrl" | "host">;
}

/** Answers who is asking and what they may do; see ports.ts. Sockets and HTTP share one. */
export async function createAccess({ database, auth, changes, config }: AccessParts): Promise<Access> {
  const cookieName = (await auth.$context).authCookies.sessionToken.name;
  const known = new Map<string, Known>();
  let generation = 0;
  changes.on((change) => {
    if ("articleId" in change) return;
    generation++;
    for (const [cookie, { visitor }] of known) {
      const concerned =
        "personId" in change ? visitor.person.id === change.personId : visitor.sessionId === change.sessionId;
      if (concerned) known.delete(cookie);
    }
  });

  async function ask(cookie: string): Promise<Visitor | null> {
    const startedIn = generation;
    const found = await auth.api.getSession({
      headers: new Headers({ cookie: `${cookieName}=${cookie}` }),
      query: { disableRefresh: true },
    });
    if (generation !== startedIn) return ask(cookie);
    if (!found) return null;
    const person = personFromRow(found.user);
    if (!person.active) return null;
    const visitor = { person, sessionId: found.session.id };
    if (known.size >= cachedSessions) known.delete(known.keys().next().value as string);
    known.set(cookie, { visitor, until: Math.min(Date.now() + freshMs, found.session.expiresAt.getTime()) });
    return visitor;
  }

  const trashed = database.sqlite.prepare("select trashed_at from article where id = ?").pluck();
  const articleState = (articleId: string): ArticleState | null => {
    const trashedAt = trashed.get(articleId) as number | null | undefined;
    return trashedAt === undefined ? null : { trashed: trashedAt !== null };
  };

  return {
    async visitor(headers) {
      const cookie = cookieValue(headers.cookie, cookieName);
      if (cookie === null) return null;
      const remembered = known.get(cookie);
      if (remembered && remembered.until > Date.now()) return remembered.visitor;
      known.delete(cookie);
      return ask(cookie);
    },
    originAllowed: (headers) => originAllowed(headers, config),
    async may(person, action, articleId) {
      const article = articleState(articleId);
      if (!article) return "not-found";
      return may(person, action, article) ? "ok" : "forbidden";
    },
    async article(person, articleId): Promise<ArticleAccess> {
      const article = articleState(articleId);
      if (!article) return { code: "not-found" };
      if (!may(person, "article:read", article)) return { code: "forbidden" };
      return { code: "ok", write: may(person, "article:write", article) };
    },
    onChange: (listener) => changes.on(listener),
  };
}

/** The still encoded and signed value of one cookie. */
function cookieValue(header: string | undefined, name: string): string | null {
  if (!header) return null;
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
