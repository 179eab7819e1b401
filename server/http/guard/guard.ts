import type { IncomingMessage } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { type Action, may } from "../../../src/domain/permissions/roles.ts";
import type { ErrorCode } from "../../../src/domain/protocol/api.ts";
import type { AccountAccess } from "../../accounts/access.ts";
import type { Access, Visitor } from "../../ports.ts";
import { answerError, refuse } from "../errors.ts";
import { addressGroup } from "./addressGroup.ts";
import { isOwnPageElsewhere } from "./origins.ts";
import { RequestLimit, tooManyRequests } from "./RequestLimit.ts";
import { RequestTurns } from "./RequestTurns.ts";
import type { SecurityHeaders } from "./securityHeaders.ts";

/**
 * Who may call a route, as the route itself declares in its `config.allow`:
 * - an action of the permission table: whoever `may` do it, with the article that `config.article` names;
 * - `signed-in`: everybody with a session; `anybody`: no session is needed, but it is looked up;
 * - `public`: the same bytes for everybody, so nobody is asked who they are, and it counts towards no limit.
 */
export type Allow = Action | "signed-in" | "anybody" | "public";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null without a valid session, in `public` routes, and where there is no route. */
    visitor: Visitor | null;
    /**
     * Asks again, for routes that read the body themselves or wait before they answer: why the visitor may not do it
     * any more, or null. For all other changes the guard asks once the body is there.
     */
    stillRefused(): Promise<Refusal | null>;
  }
  interface FastifyContextConfig {
    allow?: Allow;
    /** The path parameter that holds the id of the article which the action is about. */
    article?: string;
    /**
     * It has a limit of its own, or is what signing in needs first: a flood from its address closes it to nobody who has
     * no cookie, or a good one.
     */
    uncounted?: true;
  }
}

type Refusal = [code: ErrorCode, message: string];

/** One entry of the router's table. */
export interface DeclaredRoute {
  method: string;
  url: string;
  allow: Allow;
  article: string | undefined;
}

export interface GuardParts {
  access: Pick<Access, "visitor" | "visitorOfSession" | "originAllowed" | "may"> &
    Pick<AccountAccess, "token">;
  headers: SecurityHeaders;
  /** The visitor's address. */
  addressOf(request: IncomingMessage): string;
  limits?: Partial<GuardLimits>;
}

/** `waiting`: requests of one person that wait for their turn. */
export type GuardLimits = typeof requestsPerMinute & { waiting: number };

export interface Guard {
  /** The router's table; it grows with every route that is registered. */
  routes: readonly DeclaredRoute[];
  /** Answers requests whose address no router can read, which come by no hook. */
  answerUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void;
}

/**
 * Requests without a session from one address, refused ones of one session, and those of one address that no other limit
 * counts and whose cookie opens nothing: browsers come with one once and then have none.
 */
export const requestsPerMinute = { anonymous: 3_000, refused: 3_000, unknownTokens: 600 };

/** Its log line comes once a minute. */
const strangeOriginWords =
  "a page at an address that is not the server's was refused: set PUBLIC_URL to the one that people use";

/** Methods that change nothing (RFC 9110, section 9.2.1). */
export const changesNothing = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Guards every route by what the router found, never by the text of the address, which one can spell in many ways.
 * To be called before any route is registered: a route that does not say who may call it throws, and the server
 * does not start. Every answer gets the security headers first; then a person's requests wait for their turn; then the
 * limits, the origin of what changes something, and the permission table are asked in that order; the table once more
 * when the body is there.
 */
export function guardRoutes(
  app: FastifyInstance,
  { access, headers, addressOf, limits = {} }: GuardParts,
): Guard {
  const { anonymous, refused, unknownTokens } = { ...requestsPerMinute, ...limits };
  const turns = new RequestTurns(limits.waiting);
  const anonymousRequests = new RequestLimit(anonymous);
  const refusedRequests = new RequestLimit(refused);
  const unknownTokenRequests = new RequestLimit(unknownTokens);
  const strangeOrigins = new RequestLimit(1);
  const routes: DeclaredRoute[] = [];

  /** Why the visitor may not do what the route does; null when they may. */
  async function decide(request: FastifyRequest): Promise<Refusal | null> {
    const { visitor } = request;
    const { allow, article } = request.routeOptions.config;
    if (allow === undefined || allow === "public" || allow === "anybody") return null;
    if (!visitor) return ["not-signed-in", "Sign in first."];
    if (allow === "signed-in") return null;
    if (!may(visitor.person, allow)) return ["forbidden", "Your role does not allow this."];
    if (article === undefined) return null;
    const answer = await access.may(visitor.person, allow, parameter(request, article));
    if (answer === "not-found") return ["not-found", "There is no such article."];
    return answer === "forbidden" ? ["forbidden", "This article cannot be changed now."] : null;
  }
  /** The session may have ended, or its person may do less, while a body was on its way. */
  async function decideAgain(request: FastifyRequest): Promise<Refusal | null> {
    if (request.visitor) request.visitor = await access.visitorOfSession(request.visitor.sessionId);
    return decide(request);
  }
  app.decorateRequest("stillRefused", function (this: FastifyRequest) {
    return decideAgain(this);
  });

  /**
   * Seconds to wait for whoever may not ask now, or null once it is the request's turn: a person's begin one after the
   * other. The session of one that waited may have ended meanwhile.
   */
  async function waitSeconds(request: FastifyRequest): Promise<number | null> {
    const { uncounted } = request.routeOptions.config;
    if (!request.visitor)
      return uncounted
        ? countUnknownToken(request)
        : anonymousRequests.take(addressGroup(addressOf(request.raw)));
    const { person, sessionId } = request.visitor;
    const begun = await turns.begin(person.id);
    if (begun === "refused") return 1;
    if (begun === "waited") request.visitor = await access.visitorOfSession(sessionId);
    return refusedRequests.exceeded(sessionId);
  }

  /** Reading alone: whoever signs in over an ended session costs no more for it, and is let in whatever others do. */
  function countUnknownToken({ raw, method, headers }: FastifyRequest): number | null {
    if (!changesNothing.has(method) || access.token(headers) === null) return null;
    return unknownTokenRequests.take(addressGroup(addressOf(raw)));
  }

  app.decorateRequest("visitor", null);
  app.addHook("onRoute", (route) => {
    routes.push(...declared(route));
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    // RFC 9112, section 3.2.
    if (request.headers.host === undefined && request.raw.httpVersion === "1.1")
      return refuse(reply, "bad-request", "The request names no host.");
    const { allow } = request.routeOptions.config;
    if (allow === "public") return undefined;
    request.visitor = allow === undefined ? null : await access.visitor(request.headers);
    const wait = await waitSeconds(request);
    // It went while it waited: nothing is to be done for it any more.
    if (request.raw.socket.destroyed) return reply.hijack();
    if (wait !== null) return refuseTooMany(reply, wait);
    if (!changesNothing.has(request.method) && !access.originAllowed(request.headers)) {
      const { origin = "", host = "" } = request.headers;
      if (strangeOrigins.take("") === null) request.log.warn({ origin, host }, strangeOriginWords);
      return isOwnPageElsewhere(request.headers)
        ? refuse(
            reply,
            "unknown-address",
            `The server does not know the address ${origin}. Set PUBLIC_URL to the address that people use.`,
          )
        : refuse(reply, "forbidden", "This request came from another site's page.");
    }
    const refusal = await decide(request);
    return refusal ? refuse(reply, ...refusal) : undefined;
  });
  app.addHook("preHandler", async (request, reply) => {
    const refusal = changesNothing.has(request.method) ? null : await decideAgain(request);
    return refusal ? refuse(reply, ...refusal) : undefined;
  });
  app.addHook("onResponse", async (request, reply) => {
    if (request.visitor && reply.statusCode >= 400) refusedRequests.take(request.visitor.sessionId);
  });
  return {
    routes,
    answerUnrouted(error, request, reply) {
      reply.headers(headers);
      const wait = anonymousRequests.take(addressGroup(addressOf(request.raw)));
      if (wait === null) answerError(error, request, reply);
      else refuseTooMany(reply, wait);
    },
  };
}

function declared({ method, url, config }: RouteOptions): DeclaredRoute[] {
  const allow = config?.allow;
  if (allow === undefined)
    throw new Error(`The route ${String(method)} ${url} does not say who may call it (config.allow)`);
  return [method].flat().map((each) => ({ method: each, url, allow, article: config?.article }));
}

function parameter({ params }: FastifyRequest, name: string): string {
  const value = (params as Record<string, string | undefined>)[name];
  if (value === undefined) throw new Error(`The route has no parameter “${name}”`);
  return value;
}

/** 429 with `Retry-After`. */
export function refuseTooMany(
  reply: FastifyReply,
  waitSeconds: number,
  words = tooManyRequests(waitSeconds),
): FastifyReply {
  reply.header("retry-after", String(waitSeconds));
  return refuse(reply, "too-many-requests", words);
}

/** The person of a route that only lets signed-in people in. */
export function visitorOf(request: FastifyRequest): Visitor {
  if (!request.visitor) throw new Error("The route lets anonymous requests in");
  return request.visitor;
}
