import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "./errors.ts";
import { type Page, pageHtml } from "./pageHtml.ts";

/** Serves the page to browsers; development has another one. */
export type PageServer = (app: FastifyInstance) => Promise<void>;

/** Where each page stands. The router knows more specific addresses first, whatever the order. */
const pages: Readonly<Record<string, Page>> = {
  "/": "desk",
  "/articles/*": "article",
  "/sign-in": "outside",
  "/sign-in/*": "outside",
  "/invitation/*": "outside",
  "/new-password/*": "outside",
  "/*": "other",
};

/** Addresses that belong to the interfaces: what is not found below them is no page. */
const interfaces = ["/api", "/api/*", "/sync", "/sync/*"];

/** Everybody may have them: nothing about a person or an article is in them. */
const open = { config: { allow: "public" as const }, schema: { hide: true } };

/**
 * The built page: files with a hash in their name are kept by browsers for good, every address that is none of the
 * interfaces' gets index.html, made ready for the page that it will be (`pageHtml`).
 */
export const builtPage =
  (folder: string): PageServer =>
  async (app) => {
    if (!existsSync(join(folder, "index.html"))) return;
    await serveFiles(app, folder);
    const html = pageHtml(folder);
    servePages(app, (page, request, reply) => {
      const { body, encoding } = html(page, request.headers);
      if (encoding) reply.header("content-encoding", encoding);
      return reply
        .headers({ "cache-control": "no-cache", vary: "accept-encoding, accept-language, cookie" })
        .type("text/html; charset=utf-8")
        .send(body);
    });
  };

/** Registers a route for every page, answered by `answer`, and keeps the interfaces' addresses out of them. */
export function servePages(
  app: FastifyInstance,
  answer: (page: Page, request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  for (const [url, page] of Object.entries(pages))
    app.get(url, open, async (request, reply) => answer(page, request, reply));
  for (const url of interfaces)
    app.get(url, { config: { allow: "anybody" as const }, schema: { hide: true } }, async (_request, reply) =>
      nothingHere(reply),
    );
}

export const nothingHere = (reply: FastifyReply): FastifyReply =>
  refuse(reply, "not-found", "There is nothing at this address.");

/** The files of the build as they lie there when the server starts, by their exact names. */
async function serveFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
  });
  const assets = new Set(filesIn(join(folder, "assets")));
  app.get<{ Params: { "*": string } }>("/assets/*", open, async (request, reply) => {
    const name = request.params["*"];
    if (!assets.has(name)) return nothingHere(reply);
    return reply
      .headers({ "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" })
      .sendFile(`assets/${name}`);
  });
  for (const name of filesIn(folder))
    if (name !== "index.html")
      app.get(`/${name}`, open, async (_request, reply) =>
        reply.headers({ "cache-control": "no-cache", vary: "accept-encoding" }).sendFile(name),
      );
}

/** Compressed copies lie beside their files and are sent in their place. */
const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
        .map(({ name }) => name)
    : [];
