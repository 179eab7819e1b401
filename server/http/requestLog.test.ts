import { Writable } from "node:stream";
import Fastify, { LogController } from "fastify";
import { expect, it } from "vitest";
import { logRequests } from "./requestLog.ts";

it("says what failed and what changed something, and once a minute that somebody asks too often", async () => {
  const lines: { msg: string; route: string; status: number }[] = [];
  const stream = new Writable({
    write(text, _encoding, done) {
      lines.push(JSON.parse(String(text)));
      done();
    },
  });
  const app = Fastify({
    logger: { stream },
    logController: new LogController({ disableRequestLogging: true }),
  });
  app.decorateRequest("visitor", null);
  logRequests(app, ({ headers }) => String(headers["x-from"]));
  app.get("/fine", async () => "fine");
  app.post("/change", async () => "changed");
  app.get("/often", async (_request, reply) => reply.code(429).send());
  app.get("/missing", async (_request, reply) => reply.code(404).send());
  const ask = (method: "GET" | "POST", url: string, from = "192.0.2.1") =>
    app.inject({ method, url, headers: { "x-from": from } });
  await ask("GET", "/fine");
  await ask("POST", "/change");
  for (let i = 0; i < 5; i++) await ask("GET", "/often");
  await ask("GET", "/often", "198.51.100.1");
  for (let i = 0; i < 2; i++) await ask("GET", "/missing");
  expect(lines.map(({ route, status }) => `${route} ${status}`)).toEqual([
    "/change 200",
    "/often 429",
    "/often 429",
    "/missing 404",
    "/missing 404",
  ]);
  await app.close();
});
