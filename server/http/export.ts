import type { IncomingHttpHeaders } from "node:http";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import type { ArticleExporter } from "../export/ArticleExporter.ts";
import { contentDisposition, exportFormats, isExportFormat } from "../export/formats.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";

const formatNames = Object.keys(exportFormats).join(", ");

/**
 * The article as a file, from what is committed. `disposition=inline` lets the page show the same bytes in a
 * frame, where nothing of them can run. `pictures=linked` has a page or fragment name its pictures by their addresses on
 * this server, for which one has to be signed in; `pictures=none` leaves the figures out of it.
 */
export const exportRoutes: FastifyPluginAsyncTypebox<{
  exporter: ArticleExporter;
  /** The origin that links name. */
  originFor: (headers: IncomingHttpHeaders) => string;
}> = async (app, { exporter, originFor }) => {
  app.get(
    "/api/articles/:id/export",
    {
      config: { allow: "article:export", article: "id" },
      schema: {
        summary: `The article as a file (${formatNames}); its SHA-256 is in x-content-sha256`,
        tags: ["articles"],
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({
          format: Type.String({ default: "html", maxLength: 20 }),
          disposition: Type.Optional(Type.Union([Type.Literal("attachment"), Type.Literal("inline")])),
          pictures: Type.Optional(
            Type.Union([Type.Literal("embedded"), Type.Literal("linked"), Type.Literal("none")]),
          ),
          version: Type.Optional(Type.String()),
        }),
      },
    },
    async (request, reply) => {
      const { format, disposition = "attachment", pictures = "embedded", version } = request.query;
      const { id } = request.params;
      if (!isExportFormat(format))
        return refuse(reply, "bad-request", `There is no such format. Take one of: ${formatNames}.`);
      if (version !== undefined)
        return refuse(reply, "bad-request", "There are no numbered versions. Leave “version” out.");
      const over = new AbortController();
      reply.raw.once("close", () => over.abort());
      if (reply.raw.destroyed) over.abort();
      const { person } = visitorOf(request);
      const made = await exporter.export(id, format, {
        personId: person.id,
        over: over.signal,
        pictures: pictures === "linked" ? { origin: originFor(request.headers) } : pictures,
      });
      if (made.code !== "ok") {
        if (made.retryAfterSeconds !== undefined) reply.header("retry-after", made.retryAfterSeconds);
        return refuse(reply, made.code, made.message);
      }
      // It may have waited for minutes. What was made is closed with the answer.
      const refusal = await request.stillRefused();
      if (refusal) return refuse(reply, ...refusal);
      const { name, sha256, bytes, content } = made;
      const etag = `"${sha256}"`;
      reply.headers({
        "content-type": exportFormats[format].type,
        "content-disposition": contentDisposition(disposition, name, format),
        // No source of scripts is allowed; «allow-scripts» only lets accessibility checkers look into the frame.
        "content-security-policy":
          "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox allow-scripts",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "x-content-sha256": sha256,
        etag,
      });
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      return reply.header("content-length", bytes).send(content);
    },
  );
};
