import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { RouteHandlerMethod } from "fastify";
import { createServer as createVite } from "vite";
import { type PageServer, servePages } from "./http/page.ts";
import { run } from "./main.ts";

/** The page from its sources, with hot replacement, on the same port as everything else. */
const sourcePage: PageServer = async (app) => {
  const vite = await createVite({
    server: { middlewareMode: true, hmr: { server: app.server } },
    appType: "custom",
  });
  app.addHook("onClose", () => vite.close());
  const source: RouteHandlerMethod = async (request, reply) => {
    const found = await new Promise<boolean>((resolve, reject) => {
      reply.raw.once("finish", () => resolve(true));
      vite.middlewares(request.raw, reply.raw, (error?: unknown) => (error ? reject(error) : resolve(false)));
    });
    if (found) {
      reply.hijack();
      return reply;
    }
    const html = await vite.transformIndexHtml(request.url, await readFile("index.html", "utf8"));
    return reply.type("text/html").send(html);
  };
  servePages(app, (_page, request, reply) => source.call(app, request, reply));
};

/** Vite's own sockets, for hot replacement. */
const isViteSocket = ({ headers }: IncomingMessage): boolean =>
  headers["sec-websocket-protocol"] === "vite-hmr";

const account = { ADMIN_EMAIL: "dev@foureyes.example", ADMIN_PASSWORD: "sources under four eyes" };
if (!process.env["ADMIN_EMAIL"]) {
  Object.assign(process.env, account);
  process.stderr.write(`Sign in as ${account.ADMIN_EMAIL} with the password ${account.ADMIN_PASSWORD}.\n`);
}
await run(sourcePage, { strictPage: false, isForeignUpgrade: isViteSocket });
