import type { IncomingMessage } from "node:http";
import { closeCodes, deletedArticle, isOutdated, unknownAddress } from "../../src/domain/protocol/sync.ts";
import type { Access, ArticleAccess, Visitor } from "../ports.ts";
import { syncAddress } from "./syncAddress.ts";

/** What somebody is told whose socket is closed. */
export interface Closing {
  closeCode: number;
  reason: string;
}

export type Admission =
  | { code: "ok"; articleId: string; visitor: Visitor; write: boolean; outdated: boolean }
  | ({ code: "denied"; why: RefusalCode } & Closing);

export const refusals = {
  "foreign-origin": { closeCode: closeCodes.forbidden, reason: unknownAddress },
  "signed-out": { closeCode: closeCodes.signedOut, reason: "Sign in." },
  forbidden: { closeCode: closeCodes.forbidden, reason: "You may not open this article." },
  "not-found": { closeCode: closeCodes.notFound, reason: "There is no such article." },
  deleted: { closeCode: closeCodes.notFound, reason: deletedArticle },
  busy: { closeCode: closeCodes.tryAgain, reason: "Try again." },
} as const;
/** To whoever has as many sockets as they may. */
export const tooMany: Closing = {
  closeCode: closeCodes.tryAgain,
  reason: "Too many sockets are open. Close some tabs.",
};
export type RefusalCode = keyof typeof refusals;

/** Who may open which article by this request. Never rejects. */
export async function admit(access: Access, request: IncomingMessage): Promise<Admission> {
  const deny = (code: RefusalCode): Admission => ({ code: "denied", why: code, ...refusals[code] });
  try {
    if (!access.originAllowed(request.headers)) return deny("foreign-origin");
    const visitor = await access.visitor(request.headers);
    if (!visitor) return deny("signed-out");
    const address = syncAddress(request.url);
    if (address === null) return deny("not-found");
    const { articleId, version } = address;
    const answer = await access.article(visitor.person, articleId);
    if (answer.code !== "ok") return deny(answer.code);
    return { code: "ok", articleId, visitor, write: answer.write, outdated: isOutdated(version) };
  } catch {
    return deny("busy");
  }
}

export type Standing = ArticleAccess | { code: "signed-out" };

/** What the person of that session may do now. Rejects when nobody can tell. */
export async function standing(
  access: Access,
  sessionId: string,
  personId: string,
  articleId: string,
): Promise<{ visitor: Visitor | null; standing: Standing }> {
  const visitor = await access.visitorOfSession(sessionId);
  if (!visitor || visitor.person.id !== personId) return { visitor: null, standing: { code: "signed-out" } };
  return { visitor, standing: await access.article(visitor.person, articleId) };
}
