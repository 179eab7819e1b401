import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import {
  type ArticleList,
  ArticleListSchema,
  ArticleSummarySchema,
  ChangeArticleSchema,
  EmptiedTrashSchema,
  type ErrorCode,
  NewArticleSchema,
  TrashSchema,
} from "../../src/domain/protocol/api.ts";
import type { ArticleDesk } from "../articles/articleDesk.ts";
import type { Deletion } from "../articles/Deletion.ts";
import { type BucketLimits, TokenBuckets } from "../TokenBuckets.ts";
import { refuse } from "./errors.ts";
import { refuseTooMany, visitorOf } from "./guard/guard.ts";
import { answers } from "./schemas.ts";

const IdSchema = Type.Object({ id: Type.String() });
const ListQuerySchema = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 500 })),
  trash: Type.Optional(Type.Union([Type.Literal("0"), Type.Literal("1")])),
  /** From 1 to 200. */
  limit: Type.String({ pattern: "^([1-9]\\d?|1\\d\\d|200)$", default: "50" }),
  after: Type.Optional(Type.String({ maxLength: 200 })),
});
const tooBroad = "This search matches too much. Use longer words, or fewer.";
const unknownArticle = "There is no such article.";
const deletesNoMore: [ErrorCode, string] = [
  "forbidden",
  "Your role did not allow this when it was its turn.",
];

/** Searches of one person: whoever types and waits asks four times a second at most. */
const searches = { burst: 30, perSecond: 5, keys: 20_000 };

/** For whoever has too many searches waiting. */
const searchAgainSeconds = 5;

/** New articles of one person: enough to bring over an archive at once. Each is a commit, and news to every desk. */
const articlesOfOne: BucketLimits = { burst: 3_000, perSecond: 2, keys: 20_000 };

/** The list of articles: the desk's side of them. Their content goes by socket. */
export const articleRoutes: FastifyPluginAsyncTypebox<{
  desk: ArticleDesk;
  deletion: Deletion;
  newArticles?: BucketLimits | undefined;
}> = async (app, { desk, deletion, newArticles = articlesOfOne }) => {
  const newArticlesOf = new TokenBuckets(newArticles);
  const searchesOf = new TokenBuckets(searches);

  app.get(
    "/api/articles",
    {
      config: { allow: "article:read" },
      schema: {
        summary: "Articles, latest change first; search finds those with all the words",
        tags: ["articles"],
        querystring: ListQuerySchema,
        response: answers(200, ArticleListSchema),
      },
    },
    async (request, reply) => {
      const { search, trash, limit, after } = request.query;
      const query = { trash: trash === "1", limit: Number(limit), after };
      let list: ArticleList | null;
      if (search !== undefined && search.trim() !== "") {
        const { person } = visitorOf(request);
        const waitSeconds = searchesOf.take(person.id);
        if (waitSeconds > 0) return refuseTooMany(reply, waitSeconds);
        const over = new AbortController();
        reply.raw.once("close", () => over.abort());
        if (reply.raw.destroyed) over.abort();
        const found = await desk.search(search, query, person.id, over.signal);
        if (found.code === "slow") return refuse(reply, "search-too-broad", tooBroad);
        if (found.code !== "done") return refuseTooMany(reply, searchAgainSeconds);
        // It may have waited for long.
        const refusal = await request.stillRefused();
        if (refusal) return refuse(reply, ...refusal);
        list = found.value;
      } else list = desk.list(query);
      return list ?? refuse(reply, "bad-request", "“after” must be the “next” of an earlier answer.");
    },
  );

  app.post(
    "/api/articles",
    {
      config: { allow: "article:create", ownLimit: true },
      onRequest: async (request, reply) => {
        const waitSeconds = newArticlesOf.take(visitorOf(request).person.id);
        if (waitSeconds === 0) return undefined;
        const wait = waitSeconds === 1 ? "a second" : `${waitSeconds} seconds`;
        return refuseTooMany(reply, waitSeconds, `You made many articles at once. Make the next in ${wait}.`);
      },
      schema: {
        summary: "Create an article",
        tags: ["articles"],
        body: Type.Union([NewArticleSchema, Type.Null()]),
        response: answers(201, ArticleSummarySchema),
      },
    },
    async (request, reply) => {
      const { person } = visitorOf(request);
      const article = await desk.create(person, request.body?.example === true);
      return reply.code(201).header("location", `/api/articles/${article.id}`).send(article);
    },
  );

  app.get(
    "/api/articles/:id",
    {
      config: { allow: "article:read", article: "id" },
      schema: {
        summary: "One article, as the desk lists it",
        tags: ["articles"],
        params: IdSchema,
        response: answers(200, ArticleSummarySchema),
      },
    },
    async (request, reply) =>
      (await desk.summary(request.params.id)) ?? refuse(reply, "not-found", unknownArticle),
  );

  app.patch(
    "/api/articles/:id",
    {
      config: { allow: "article:trash", article: "id" },
      schema: {
        summary: "Move to the trash, or restore",
        tags: ["articles"],
        params: IdSchema,
        body: ChangeArticleSchema,
        response: answers(200, ArticleSummarySchema),
      },
    },
    async (request, reply) =>
      desk.setTrashed(request.params.id, request.body.trashed, visitorOf(request).person) ??
      refuse(reply, "not-found", unknownArticle),
  );

  app.delete(
    "/api/articles/:id",
    {
      config: { allow: "article:delete", article: "id" },
      schema: {
        summary: "Delete an article in the trash for good",
        tags: ["articles"],
        params: IdSchema,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const outcome = await deletion.delete(request.params.id, visitorOf(request));
      if (outcome === "deleted") return reply.code(204).send(null);
      if (outcome === "not-there") return refuse(reply, "not-found", unknownArticle);
      return refuse(reply, ...((await request.stillRefused()) ?? deletesNoMore));
    },
  );

  app.get(
    "/api/trash",
    {
      config: { allow: "article:delete" },
      schema: {
        summary: "How much is in the trash",
        tags: ["articles"],
        response: answers(200, TrashSchema),
      },
    },
    async () => deletion.trash(),
  );

  app.delete(
    "/api/trash",
    {
      config: { allow: "article:delete" },
      schema: {
        summary: "Delete for good what was moved to the trash until a moment",
        tags: ["articles"],
        querystring: Type.Object({ until: Type.String({ maxLength: 40 }) }),
        response: answers(200, EmptiedTrashSchema),
      },
    },
    async (request, reply) => {
      const until = Date.parse(request.query.until);
      if (Number.isNaN(until))
        return refuse(reply, "bad-request", "“until” must be a time as GET /api/trash says it.");
      const deleted = await deletion.empty(until, visitorOf(request));
      if (deleted === null) return refuse(reply, ...((await request.stillRefused()) ?? deletesNoMore));
      return { deleted };
    },
  );
};
