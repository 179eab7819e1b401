import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { type Action, may, roles } from "../../../src/domain/permissions/roles.ts";
import { type RawAnswer, type RawRequest, rawRequest } from "../../testing/rawHttp.ts";
import { TestServer } from "../../testing/testServer.ts";
import { builtPage } from "../page.ts";
import { type Allow, type DeclaredRoute, guardRoutes } from "./guard.ts";
import { type Call, type Newsroom, openNewsroom, type Visiting, visitors } from "./testing/everyRoute.ts";
import { spellingsOf } from "./testing/spellings.ts";

/** The built page, told from every other answer by its words. */
const shellTitle = "<title>the shell</title>";
const shell = `<!doctype html><html><head>${shellTitle}</head><body></body></html>`;

/** A server with a page, as people run it, and limits that this many requests do not reach. */
async function openServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-shell-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), shell);
  await writeFile(join(folder, "assets", "page-abc123.js"), "0");
  onTestFinished(() => rm(folder, { recursive: true }));
  const without = Number.POSITIVE_INFINITY;
  return TestServer.open(
    {},
    { page: builtPage(folder), requestLimits: { anonymous: without, refused: without } },
  );
}

const mayCall = (allow: Allow, visitor: Visiting): boolean => {
  if (allow === "public" || allow === "anybody") return true;
  if (visitor === "anonymous" || visitor === "deactivated") return false;
  return allow === "signed-in" || may({ role: visitor, active: true }, allow);
};

/** Everything that a request could have changed. */
function stored({ dataDir }: TestServer): Record<string, unknown> {
  const database = new Database(join(dataDir, "foureyes.db"), { readonly: true });
  try {
    const all = (table: string): unknown => database.prepare(`select * from ${table}`).all();
    const count = (table: string): unknown => database.prepare(`select count(*) from ${table}`).pluck().get();
    return {
      people: all("person"),
      invitations: all("invitation"),
      resets: all("password_reset"),
      articles: all("article"),
      passwords: all("account"),
      assets: count("asset"),
      pictures: count("article_asset"),
      words: count("article_update"),
      sessions: count("session"),
    };
  } finally {
    database.close();
  }
}

const requestOf = (
  { path, query = "", type, body }: Call,
  method: string,
  cookie: string,
  target = `${path}${query}`,
): RawRequest => ({
  method,
  target,
  headers: {
    ...(cookie === "" ? {} : { cookie }),
    ...(type === undefined ? {} : { "content-type": type }),
  },
  ...(body === undefined ? {} : { body }),
});

/** That a route did not answer: a refusal, or the page that everybody may have. */
function isRefusal({ status, body }: RawAnswer, method: string): boolean {
  if (status === 200) return method === "HEAD" ? body === "" : body.includes(shellTitle);
  // What only a handler says, after the guard: conflict, too large, wrong type, does not fit, failed.
  return status >= 400 && status < 500 && ![409, 413, 415, 422, 429].includes(status);
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

const isOurs = ({ url }: DeclaredRoute): boolean =>
  !/^\/(\*|assets|articles\/\*|sign-in|(invitation|new-password)\/)/.test(url);
const called = (routes: readonly DeclaredRoute[]): DeclaredRoute[] =>
  routes.filter(
    (route) =>
      isOurs(route) && route.url !== "/" && !["/api", "/api/*", "/sync", "/sync/*"].includes(route.url),
  );
const callOf = ({ calls }: Newsroom, { method, url }: DeclaredRoute): Call => {
  const call = calls[`${method === "HEAD" ? "GET" : method} ${url}`];
  if (!call) throw new Error(`Say in testing/everyRoute.ts how ${method} ${url} is called`);
  return call;
};

it("lets nobody do what the permission table does not let them do, however they spell the address", async () => {
  const server = await openServer();
  const newsroom = await openNewsroom(server);
  const before = stored(server);
  const tries: { visitor: Visiting; route: DeclaredRoute; request: RawRequest }[] = [];
  for (const route of called(server.routes))
    for (const visitor of visitors) {
      if (mayCall(route.allow, visitor)) continue;
      const call = callOf(newsroom, route);
      const cookie = newsroom.cookies[visitor];
      for (const target of spellingsOf(call.path, server.url)) {
        tries.push({ visitor, route, request: requestOf(call, route.method, cookie, target) });
        if (call.query)
          tries.push({ visitor, route, request: requestOf(call, route.method, cookie, target + call.query) });
      }
      const plain = requestOf(call, route.method, cookie);
      tries.push(
        { visitor, route, request: { ...plain, version: "1.0", host: null } },
        { visitor, route, request: { ...plain, version: "1.0" } },
        { visitor, route, request: { ...plain, host: "elsewhere.example" } },
      );
    }
  expect(tries.length).toBeGreaterThan(2_000);

  const wrong: unknown[] = [];
  const reached: unknown[] = [];
  await inTurns(tries, async ({ visitor, route, request }) => {
    const answer = await rawRequest(server.port, request);
    const told = { visitor, allow: route.allow, method: request.method, target: request.target, ...answer };
    if (!isRefusal(answer, request.method)) reached.push(told);
    const { headers } = answer;
    if (
      answer.status !== 0 &&
      (headers["x-content-type-options"] !== "nosniff" ||
        !headers["content-security-policy"]?.includes("script-src 'self'") ||
        headers["referrer-policy"] !== "no-referrer" ||
        !["no-store", "no-cache"].includes(headers["cache-control"] ?? ""))
    )
      wrong.push(told);
  });
  expect(reached.slice(0, 5)).toEqual([]);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(stored(server)).toEqual(before);
});

it("takes the method from the request line alone, and the address too", async () => {
  const server = await openServer();
  const newsroom = await openNewsroom(server);
  const before = stored(server);
  const leaks: unknown[] = [];
  const changing = called(server.routes).filter(({ method }) => !["GET", "HEAD"].includes(method));
  const overridden = ["x-http-method-override", "x-http-method", "x-method-override"];
  const rewritten = ["x-original-url", "x-rewrite-url", "x-forwarded-uri", "x-forwarded-path"];
  for (const route of changing)
    for (const visitor of visitors.filter((each) => !mayCall(route.allow, each))) {
      const call = callOf(newsroom, route);
      const cookie = newsroom.cookies[visitor];
      for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", route.method.toLowerCase()])
        for (const header of overridden) {
          const { headers, ...plain } = requestOf(call, method, cookie);
          await rawRequest(server.port, { ...plain, headers: { ...headers, [header]: route.method } });
        }
      for (const header of rewritten) {
        const { headers, ...plain } = requestOf(call, "GET", cookie, "/healthz");
        const answer = await rawRequest(server.port, {
          ...plain,
          body: "",
          headers: { ...headers, [header]: call.path },
        });
        if (!answer.body.startsWith('{"status":"ok",')) leaks.push({ header, route, answer });
      }
    }
  expect(leaks).toEqual([]);
  expect(stored(server)).toEqual(before);
});

it("lets everybody do what the permission table lets them do", async () => {
  for (const visitor of roles) {
    const server = await openServer();
    const newsroom = await openNewsroom(server);
    const cookie = newsroom.cookies[visitor];
    // These end the session.
    const last = [
      "POST /api/auth/sign-in/email",
      "POST /api/invitations/:token",
      "POST /api/password-resets/:token",
      "POST /api/auth/sign-out",
    ];
    const order = ({ method, url }: DeclaredRoute): number => last.indexOf(`${method} ${url}`);
    const routes = called(server.routes)
      .filter(({ allow, method }) => mayCall(allow, visitor) && method !== "HEAD")
      .sort((one, other) => order(one) - order(other));
    for (const route of routes) {
      const call = callOf(newsroom, route);
      const { status, body } = await rawRequest(server.port, requestOf(call, route.method, cookie));
      expect({ visitor, route: `${route.method} ${route.url}`, status, body }).toEqual({
        visitor,
        route: `${route.method} ${route.url}`,
        status: call.status,
        body: expect.any(String),
      });
    }
  }
});

it("keeps articles in the trash from being written, whoever asks", async () => {
  const server = await openServer();
  const newsroom = await openNewsroom(server);
  const chief = await server.admin();
  const writing = called(server.routes).filter(
    ({ allow }) => allow === "article:write" || allow === "asset:add",
  );
  expect(writing.length).toBeGreaterThan(1);
  for (const route of writing) {
    const call = callOf(newsroom, route);
    const id = call.path.split("/")[3];
    await chief.call("PATCH", `/api/articles/${id}`, { trashed: true });
    for (const visitor of ["editor", "admin"] as const) {
      const { status } = await rawRequest(
        server.port,
        requestOf(call, route.method, newsroom.cookies[visitor]),
      );
      expect({ route: route.url, status }).toEqual({ route: route.url, status: 403 });
    }
  }
});

it("asks again once the body is there: who was deactivated meanwhile changes nothing", async () => {
  const server = await openServer();
  const newsroom = await openNewsroom(server);
  const chief = await server.admin();
  const { people } = (await chief.call<{ people: { id: string; name: string }[] }>("GET", "/api/people"))
    .body;
  const editor = people.find(({ name }) => name === "Edith");
  const changing = called(server.routes).filter(
    ({ allow, ...route }) =>
      mayCall(allow, "editor") &&
      allow !== "anybody" &&
      callOf(newsroom, { allow, ...route }).body !== undefined,
  );
  expect(changing.length).toBeGreaterThan(4);
  const held = changing.map((route) => {
    const {
      headers = {},
      body = "",
      ...line
    } = requestOf(callOf(newsroom, route), route.method, newsroom.cookies.editor);
    const bytes = Buffer.from(body);
    const socket = connect(server.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
    });
    // Node says «100 Continue» once it has read the headers.
    const all = {
      host: "localhost",
      connection: "close",
      expect: "100-continue",
      "content-length": String(bytes.length),
      ...headers,
    };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${line.method} ${line.target} HTTP/1.1\r\n${head.join("")}\r\n`);
    // A form is whole before its last bytes.
    const kept = Math.min(20, Math.ceil(bytes.length / 2));
    socket.write(bytes.subarray(0, -kept));
    return { route, socket, last: bytes.subarray(-kept), answer: () => answer };
  });
  for (const { answer } of held) await expect.poll(answer).toMatch(/^HTTP\/1\.1 100 /);
  await chief.call("PATCH", `/api/people/${editor?.id}`, { active: false });
  const before = stored(server);
  for (const { socket, last, answer, route } of held) {
    socket.write(last);
    await expect.poll(answer, { message: route.url }).toMatch(/^HTTP\/1\.1 401 /m);
  }
  // The picture's bytes may lie in the store, of no article; nobody sees them, and they go.
  expect({ ...stored(server), assets: null }).toEqual({ ...before, assets: null });
});

it("names the article in every route about one, so that the table is asked about that article", async () => {
  const server = await openServer();
  const aboutOne = server.routes.filter(({ url }) => url.startsWith("/api/articles/:"));
  expect(aboutOne.length).toBeGreaterThan(5);
  for (const { url, article } of aboutOne) expect({ url, article }).toEqual({ url, article: "id" });
});

it("does not start with a route that does not say who may call it", async () => {
  const app = Fastify();
  guardRoutes(app, {
    access: {
      visitor: async () => null,
      visitorOfSession: async () => null,
      originAllowed: () => true,
      token: () => null,
      may: async () => "ok",
    },
    headers: {},
    addressOf: () => "",
  });
  expect(() => app.get("/api/secrets", async () => "")).toThrow(/who may call it/);
  expect(() => app.get("/anything", { config: {} }, async () => "")).toThrow(/who may call it/);
  const declared: Action = "people:list";
  expect(() => app.get("/api/people", { config: { allow: declared } }, async () => "")).not.toThrow();
});

it("has somebody of each role to try every door", () => {
  const tried: readonly string[] = visitors;
  expect(roles.filter((role) => !tried.includes(role))).toEqual([]);
});
