import { readFile } from "node:fs/promises";
import { createServer as createVite } from "vite";
import { refuse } from "./http/errors.ts";
import { isPageAddress, type PageServer } from "./http/page.ts";
import { run } from "./main.ts";

/** The page from its sources, with hot replacement, on the same port as everything else. */
const sourcePage: PageServer = async (app) => {
  const vite = await createVite({
    server: { middlewareMode: true, hmr: { server: app.server } },
    appType: "custom",
  });
  app.addHook("onClose", () => vite.close());
  app.setNotFoundHandler(async (request, reply) => {
    if (!isSourceAddress(request.method, request.url))
      return refuse(reply, "not-found", "There is nothing at this address.");
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
  });
};

const isSourceAddress = (method: string, url: string): boolean =>
  isPageAddress(method, url) || url.startsWith("/assets/");

const account = { ADMIN_EMAIL: "dev@foureyes.example", ADMIN_PASSWORD: "foureyes-dev" };
if (!process.env["ADMIN_EMAIL"]) {
  Object.assign(process.env, account);
  process.stderr.write(`Sign in as ${account.ADMIN_EMAIL} with the password ${account.ADMIN_PASSWORD}.\n`);
}
await run(sourcePage, { strictPage: false });
