import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { refuse } from "./errors.ts";
import { pageHtml } from "./pageHtml.ts";

/** Serves the page to browsers; development has another one. */
export type PageServer = (app: FastifyInstance) => Promise<void>;

/** True for addresses that a browser opens as a page, rather than a file or a resource of the API. */
export const isPageAddress = (method: string, url: string): boolean =>
  (method === "GET" || method === "HEAD") && !/^\/(api|sync|assets)(\/|$|\?)/.test(url);

/**
 * The built page: files with a hash in their name are kept by browsers for good, every other address gets
 * index.html, made ready for the page that it will be (`pageHtml`).
 */
export const builtPage =
  (folder: string): PageServer =>
  async (app) => {
    const built = existsSync(join(folder, "index.html"));
    if (built)
      await app.register(fastifyStatic, {
        root: folder,
        wildcard: false,
        index: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (response, path) => {
          const hashed = path.startsWith(join(folder, "assets"));
          response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
        },
      });
    const html = built ? pageHtml(folder) : null;
    app.setNotFoundHandler((request, reply) => {
      if (html && isPageAddress(request.method, request.url)) {
        const { body, encoding } = html(request.url, request.headers);
        if (encoding) reply.header("content-encoding", encoding);
        return reply
          .headers({ "cache-control": "no-cache", vary: "accept-encoding, accept-language, cookie" })
          .type("text/html; charset=utf-8")
          .send(body);
      }
      return refuse(reply, "not-found", "There is nothing at this address.");
    });
  };
