import type { FastifyInstance } from "fastify";
import { type BucketLimits, TokenBuckets } from "../../TokenBuckets.ts";
import { changesNothing, refuseTooMany } from "./guard.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a person changes here has limits of its own, and counts not towards `changesOfOne`. */
    ownLimit?: true;
    /**
     * What keeps others out of one's account counts by session: whoever has one that is not theirs keeps its owner from
     * it by nothing they do.
     */
    limitedBySession?: true;
  }
}

/**
 * What one person changes beside writing: names, roles, sessions, invitations, the trash. Each is a commit and news to
 * all who have a page open; a person at a page does not change five things a second.
 */
export const changesOfOne: BucketLimits = { burst: 60, perSecond: 5, keys: 20_000 };

/**
 * Limits for each person the routes that change something and let only signed-in people in. After `guardRoutes`, so
 * that only what the person may do counts.
 */
export function limitChanges(app: FastifyInstance, limits: BucketLimits = changesOfOne): void {
  const changes = new TokenBuckets(limits);
  app.addHook("onRequest", async (request, reply) => {
    const { visitor, method } = request;
    const { allow, ownLimit, limitedBySession } = request.routeOptions.config;
    if (!visitor || changesNothing.has(method) || allow === undefined || allow === "anybody" || ownLimit)
      return;
    const waitSeconds = changes.take(limitedBySession ? visitor.sessionId : visitor.person.id);
    if (waitSeconds === 0) return;
    const wait = waitSeconds === 1 ? "a second" : `${waitSeconds} seconds`;
    return refuseTooMany(reply, waitSeconds, `You changed many things at once. Go on in ${wait}.`);
  });
}
