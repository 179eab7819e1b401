import type { IncomingMessage } from "node:http";
import { closeCodes, isOutdated, versionParameter } from "../../src/domain/protocol/sync.ts";
import type { Access, ArticleAccess, Visitor } from "../ports.ts";

export type Admission =
  | { code: "ok"; articleId: string; visitor: Visitor; write: boolean; outdated: boolean }
  | { code: "denied"; why: RefusalCode; closeCode: number; reason: string };

const maxIdLength = 100;

export const refusals = {
  "foreign-origin": { closeCode: closeCodes.forbidden, reason: "This origin may not open sockets." },
  "signed-out": { closeCode: closeCodes.signedOut, reason: "Sign in." },
  forbidden: { closeCode: closeCodes.forbidden, reason: "You may not open this article." },
  "not-found": { closeCode: closeCodes.notFound, reason: "There is no such article." },
  busy: { closeCode: closeCodes.tryAgain, reason: "Try again." },
} as const;
export type RefusalCode = keyof typeof refusals;

/** Who may open which article by this request. Never rejects. */
export async function admit(access: Access, request: IncomingMessage): Promise<Admission> {
  const deny = (code: RefusalCode): Admission => ({ code: "denied", why: code, ...refusals[code] });
  try {
    if (!access.originAllowed(request.headers)) return deny("foreign-origin");
    const visitor = await access.visitor(request.headers);
    if (!visitor) return deny("signed-out");
    const articleId = articleOf(request.url ?? "");
    if (articleId === null) return deny("not-found");
    const answer = await access.article(visitor.person, articleId);
    if (answer.code !== "ok") return deny(answer.code);
    const said = new URLSearchParams(request.url?.split("?")[1]).get(versionParameter);
    return { code: "ok", articleId, visitor, write: answer.write, outdated: isOutdated(said) };
  } catch {
    return deny("busy");
  }
}

export type Standing = ArticleAccess | { code: "signed-out" };

/** What the person of that session may do now. Rejects when nobody can tell. */
export async function standing(
  access: Access,
  headers: { cookie?: string },
  personId: string,
  articleId: string,
): Promise<{ visitor: Visitor | null; standing: Standing }> {
  const visitor = await access.visitor(headers);
  if (!visitor || visitor.person.id !== personId) return { visitor: null, standing: { code: "signed-out" } };
  return { visitor, standing: await access.article(visitor.person, articleId) };
}

/** The last part of `/sync/<articleId>`; null for another path. */
function articleOf(url: string): string | null {
  const match = /^\/sync\/([^/?#]+)(?:[?#]|$)/.exec(url);
  if (!match?.[1]) return null;
  try {
    const id = decodeURIComponent(match[1]);
    return id.length <= maxIdLength ? id : null;
  } catch {
    return null;
  }
}
