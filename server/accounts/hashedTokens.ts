import { createHash } from "node:crypto";
import type { kyselyAdapter } from "@better-auth/kysely-adapter";

type Adapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
type Row = Record<string, unknown>;
interface Condition {
  field: string;
  value: unknown;
  operator?: string;
}

/** What is stored of a session's token: SHA-256, hexadecimal. A token is 32 random letters, so it needs no salt. */
export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * The adapter of better-auth, which stores and looks up a session's token by what `stored` makes of it, while
 * better-auth goes on with the token itself. Every function that names a session is covered, also one that a later
 * version adds; a condition on the token that a hash cannot answer throws.
 */
export function withHashedTokens(adapter: Adapter, stored: (token: string) => string): Adapter {
  const wrapped: Adapter = new Proxy(adapter, {
    get(target, name, receiver): unknown {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      if (name === "transaction") return (run: (inside: Adapter) => unknown) => run(wrapped);
      return async (asked: unknown, ...rest: unknown[]): Promise<unknown> => {
        const { query, tokens } = isOfSessions(asked)
          ? hashed(asked, stored)
          : { query: asked, tokens: null };
        const answer: unknown = await Reflect.apply(method, target, [query, ...rest]);
        return tokens ? withTokens(answer, tokens) : answer;
      };
    },
  });
  return wrapped;
}

interface SessionQuery {
  model: "session";
  where?: Condition[];
  data?: Row;
  update?: Row;
}

const isOfSessions = (query: unknown): query is SessionQuery =>
  typeof query === "object" && query !== null && "model" in query && query.model === "session";

function hashed(
  query: SessionQuery,
  stored: (token: string) => string,
): { query: object; tokens: Map<string, string> } {
  const tokens = new Map<string, string>();
  const hide = (token: unknown, made: (token: string) => string): string => {
    if (typeof token !== "string") throw new Error("A session's token must be a text");
    const hash = made(token);
    tokens.set(hash, token);
    return hash;
  };
  const written = (row: Row): Row =>
    row["token"] === undefined ? row : { ...row, token: hide(row["token"], hashOfToken) };
  const condition = (each: Condition): Condition => {
    if (each.field !== "token") return each;
    const { value, operator = "eq" } = each;
    if (operator === "eq") return { ...each, value: hide(value, stored) };
    if (operator === "in" && Array.isArray(value))
      return { ...each, value: value.map((token) => hide(token, stored)) };
    throw new Error(`Tokens of sessions are stored hashed: they cannot be asked for by “${operator}”`);
  };
  return {
    query: {
      ...query,
      ...(query.where ? { where: query.where.map(condition) } : {}),
      ...(query.data ? { data: written(query.data) } : {}),
      ...(query.update ? { update: written(query.update) } : {}),
    },
    tokens,
  };
}

/** Puts the tokens that were asked by back into the rows that were found. Others stay hashes, which open nothing. */
function withTokens(answer: unknown, tokens: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(answer)) return answer.map((row) => withTokens(row, tokens));
  if (typeof answer !== "object" || answer === null || !("token" in answer)) return answer;
  const token = tokens.get(String(answer.token));
  return token === undefined ? answer : { ...answer, token };
}
