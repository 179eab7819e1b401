import type { IncomingHttpHeaders } from "node:http";
import { type Action, type ArticleState, may } from "../../src/domain/permissions/roles.ts";
import type { Config } from "../config.ts";
import { originAllowed } from "../http/guard/origins.ts";
import type { Access, ArticleAccess, Visitor } from "../ports.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { AccessChanges } from "./accessChanges.ts";
import type { Auth } from "./auth.ts";
import { cookieValue } from "./cookieValue.ts";
import { hashOfToken } from "./hashedTokens.ts";
import type { Sessions } from "./Sessions.ts";
import { isSigned } from "./signedValue.ts";

/** How long an answer is taken from memory; a session ended by other means than this server's shows after it. */
const freshMs = 5_000;
const cachedSessions = 5_000;

/** What is remembered of a cookie: whose session it is of, and whether the browser should be given another one. */
interface KnownCookie {
  sessionId: string;
  replaceDue: boolean;
  until: number;
}
interface KnownSession {
  visitor: Visitor;
  until: number;
}

export interface AccessParts {
  database: OpenDatabase;
  auth: Auth;
  sessions: Sessions;
  changes: AccessChanges;
  config: Pick<Config, "publicUrl" | "host">;
  /** A clock that nobody sets, in milliseconds. */
  steadyNow?: () => number;
}

export interface AccountAccess extends Access {
  /** True when the answer should bring the browser a new token: see tokenReplacement.ts. After `visitor`. */
  tokenDue(headers: IncomingHttpHeaders): boolean;
  /** The token that the cookie holds, of whatever worth. */
  token(headers: IncomingHttpHeaders): string | null;
  /** Whether the session is there and its person may do it at this moment: for what waits, or goes on for long. */
  mayNow(sessionId: string, action: Action): boolean;
}

/** Answers who is asking and what they may do; see ports.ts. Sockets and HTTP share one. */
export async function createAccess({
  database,
  auth,
  sessions,
  changes,
  config,
  steadyNow = () => performance.now(),
}: AccessParts): Promise<AccountAccess> {
  const { authCookies, secret } = await auth.$context;
  const cookieName = authCookies.sessionToken.name;
  const cookies = new Map<string, KnownCookie>();
  /** Of those that the server signed, which open nothing any more, and until when that is not looked up again. */
  const worthless = new Map<string, number>();
  const asking = new Map<string, Promise<Visitor | null>>();
  const known = new Map<string, KnownSession>();
  /** For each look-up under way the ids of sessions and people that changed since it began. */
  const lookUps = new Set<Set<string>>();
  changes.on((change) => {
    if ("articleId" in change) return;
    for (const changed of lookUps) changed.add("personId" in change ? change.personId : change.sessionId);
    for (const [sessionId, { visitor }] of known)
      if ("personId" in change ? visitor.person.id === change.personId : sessionId === change.sessionId)
        known.delete(sessionId);
    // A cookie stands for its session only while the session is known.
    for (const [cookie, { sessionId }] of cookies) if (!known.has(sessionId)) cookies.delete(cookie);
  });

  function visitorOfSession(sessionId: string): Visitor | null {
    const remembered = known.get(sessionId);
    if (remembered && remembered.until > steadyNow()) return remembered.visitor;
    return askSession(sessionId)?.visitor ?? null;
  }

  function askSession(sessionId: string): ReturnType<Sessions["visitor"]> {
    known.delete(sessionId);
    const found = sessions.visitor(sessionId);
    if (found) remember(known, sessionId, { visitor: found.visitor, until: freshUntil(found.endsAt) });
    return found;
  }

  const freshUntil = (endsAt: number): number => steadyNow() + Math.min(freshMs, endsAt - Date.now());

  /** One look-up for all requests with the cookie that come meanwhile. */
  function askOnce(cookie: string): Promise<Visitor | null> {
    const underWay = asking.get(cookie) ?? ask(cookie).finally(() => asking.delete(cookie));
    asking.set(cookie, underWay);
    return underWay;
  }

  async function ask(cookie: string): Promise<Visitor | null> {
    const { found, changed } = await lookUp(cookie);
    if (!found) return null;
    const { id, userId, token } = found.session;
    // The token may have been replaced. What others change sends nobody back: they may never stop.
    if (changed.has(id) || changed.has(userId)) return ask(cookie);
    const now = askSession(id);
    if (!now) return null;
    const replaceDue = now.replaceDue || now.token !== hashOfToken(token);
    remember(cookies, cookie, {
      sessionId: now.visitor.sessionId,
      replaceDue,
      until: freshUntil(now.endsAt),
    });
    return now.visitor;
  }

  async function lookUp(cookie: string) {
    const changed = new Set<string>();
    lookUps.add(changed);
    try {
      const found = await auth.api.getSession({
        headers: new Headers({ cookie: `${cookieName}=${cookie}` }),
        query: { disableRefresh: true },
      });
      return { found, changed };
    } finally {
      lookUps.delete(changed);
    }
  }

  const trashed = database.sqlite.prepare("select trashed_at from article where id = ?").pluck();
  const articleState = (articleId: string): ArticleState | null => {
    const trashedAt = trashed.get(articleId) as number | null | undefined;
    return trashedAt === undefined ? null : { trashed: trashedAt !== null };
  };
  const deleted = database.sqlite.prepare("select 1 from deleted_article where id = ?");

  return {
    async visitor(headers) {
      const cookie = cookieValue(headers.cookie, cookieName);
      if (cookie === null) return null;
      const remembered = cookies.get(cookie);
      if (remembered && remembered.until > steadyNow()) return visitorOfSession(remembered.sessionId);
      cookies.delete(cookie);
      // A look-up takes a millisecond: strangers with cookies of their own making would hold everybody up with hundreds.
      if (!isSigned(cookie, secret) || (worthless.get(cookie) ?? 0) > steadyNow()) return null;
      worthless.delete(cookie);
      const visitor = await askOnce(cookie);
      if (!visitor) remember(worthless, cookie, steadyNow() + freshMs);
      return visitor;
    },
    visitorOfSession: async (sessionId) => visitorOfSession(sessionId),
    tokenDue: (headers) => cookies.get(cookieValue(headers.cookie, cookieName) ?? "")?.replaceDue ?? false,
    token: (headers) => tokenOf(cookieValue(headers.cookie, cookieName)),
    mayNow(sessionId, action) {
      const visitor = visitorOfSession(sessionId);
      return visitor !== null && may(visitor.person, action);
    },
    originAllowed: (headers) => originAllowed(headers, config),
    async may(person, action, articleId) {
      const article = articleState(articleId);
      if (!article) return "not-found";
      return may(person, action, article) ? "ok" : "forbidden";
    },
    async article(person, articleId): Promise<ArticleAccess> {
      const article = articleState(articleId);
      if (!article) return { code: deleted.get(articleId) ? "deleted" : "not-found" };
      if (!may(person, "article:read", article)) return { code: "forbidden" };
      return { code: "ok", write: may(person, "article:write", article) };
    },
    onChange: (listener) => changes.on(listener),
  };
}

/** What comes before the signature. */
function tokenOf(value: string | null): string | null {
  try {
    return decodeURIComponent(value ?? "").split(".")[0] || null;
  } catch {
    return null;
  }
}

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= cachedSessions) kept.delete(kept.keys().next().value as string);
  kept.set(key, value);
}
