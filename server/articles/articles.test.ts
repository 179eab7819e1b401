import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { exampleArticle } from "../../src/domain/article/example.ts";
import type { ArticleList, ArticleSummary } from "../../src/domain/protocol/api.ts";
import { type Client, TestServer } from "../testing/testServer.ts";

const list = async (client: Client, query = ""): Promise<ArticleList> =>
  (await client.call<ArticleList>("GET", `/api/articles${query}`)).body;

describe("articles over HTTP", () => {
  it("are created, read and listed, latest first", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const answer = await client.call<ArticleSummary>("POST", "/api/articles", {});
    expect(answer).toMatchObject({
      status: 201,
      body: { headline: "", createdBy: "ada", updatedBy: "ada", trashedAt: null },
    });
    expect(answer.body.id).toMatch(/^[a-z0-9]{16}$/);
    const second = await client.newArticle();
    expect((await client.call("GET", `/api/articles/${second.id}`)).body).toEqual(second);
    const { articles } = await list(client);
    expect(articles.map(({ id }) => id).sort()).toEqual([answer.body.id, second.id].sort());
  });

  it("are created with no body at all, too", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    expect((await client.call("POST", "/api/articles")).status).toBe(201);
  });

  it("start with the example that the product ships, its picture included, on demand", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { status, body } = await client.call<ArticleSummary>("POST", "/api/articles", { example: true });
    expect({ status, headline: body.headline, kicker: body.kicker }).toEqual({
      status: 201,
      headline: exampleArticle.fields.headline,
      kicker: exampleArticle.fields.kicker,
    });
    expect((await list(client, "?search=elektroboot hirzach")).articles).toHaveLength(1);
    const again = await client.call("POST", "/api/articles", { example: true });
    expect(again.status).toBe(201);
  });

  it("are made by one person only so fast, many at once excepted; by others meanwhile", async () => {
    const newArticles = { burst: 3, perSecond: 0.001, keys: 10 };
    const server = await TestServer.open({}, { requestLimits: { newArticles } });
    const [ada, ben] = [await server.admin(), await server.invited("editor")];
    const make = (client: typeof ada) => client.call("POST", "/api/articles", {});
    for (let i = 0; i < newArticles.burst; i++) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await make(ben)).status).toBe(201);
    }
    const refused = await make(ben);
    expect(refused).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
    expect(refused.body).toMatchObject({ message: expect.stringContaining("many articles at once") });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await make(ada)).status).toBe(201);
    expect((await list(ada, "")).articles).toHaveLength(newArticles.burst + 1);
  });

  it("[10] are found by whoever searches as people do; a flood of searches is refused, its sender's alone", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const guest = await server.invited("guest", "Gast");
    const search = "/api/articles?search=a%20word";
    const flood = await Promise.all(Array.from({ length: 100 }, () => guest.call("GET", search)));
    const refused = flood.filter(({ status }) => status === 429);
    expect(flood.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(30);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ body: { code: "too-many-requests" } });
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await guest.call("GET", "/api/articles")).status).toBe(200);
    expect((await client.call("GET", search)).status).toBe(200);
  });

  it("[10] are found by parts of words, by two letters that begin one, by a single letter as a word, and by eight words at most", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await client.call("POST", "/api/articles", { example: true });
    const found = async (search: string): Promise<number> =>
      (await list(client, `?search=${encodeURIComponent(search)}`)).articles.length;
    expect(await found("el")).toBe(1);
    expect(await found("tro")).toBe(1);
    expect(await found("tb")).toBe(0);
    expect(await found("elektroboot e")).toBe(0);
    expect(await found("elektroboot Elektroboot ".repeat(5))).toBe(1);
    expect(await found(`${"elektroboot ".repeat(10)} nowhere`)).toBe(0);
    const beginnings = Array.from({ length: 8 }, (_, i) => "elektroboot".slice(0, i + 2)).join(" ");
    expect(await found(`${beginnings} nowhere`)).toBe(1);
  });

  it("come in pages that neither skip nor repeat", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const created = await Promise.all(Array.from({ length: 25 }, () => client.newArticle()));
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: ArticleList = await list(client, `?limit=10${after && `&after=${after}`}`);
      seen.push(...page.articles.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(created.map(({ id }) => id)));
    expect((await client.call("GET", "/api/articles?after=nonsense")).status).toBe(400);
    expect((await client.call("GET", "/api/articles?limit=100000")).status).toBe(400);
  });

  it("go to the trash and come back", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { id } = await client.newArticle();
    const trashed = await client.call("PATCH", `/api/articles/${id}`, { trashed: true });
    expect(trashed).toMatchObject({ status: 200, body: { id, trashedAt: expect.any(String) } });
    expect((await list(client)).articles).toEqual([]);
    expect((await list(client, "?trash=1")).articles).toHaveLength(1);
    expect((await client.call("PATCH", `/api/articles/${id}`, { trashed: false })).body).toMatchObject({
      trashedAt: null,
    });
    expect((await list(client)).articles).toHaveLength(1);
  });

  it("are read, not made or trashed, by a guest, and hidden from strangers", async () => {
    const server = await TestServer.open();
    const { id } = await (await server.admin()).newArticle();
    const guest = await server.invited("guest");
    expect((await list(guest)).articles).toHaveLength(1);
    const refused = { status: 403, body: { code: "forbidden" } };
    expect(await guest.call("POST", "/api/articles", {})).toMatchObject(refused);
    expect(await guest.call("PATCH", `/api/articles/${id}`, { trashed: true })).toMatchObject(refused);
    expect(await server.client().call("GET", `/api/articles/${id}`)).toMatchObject({
      status: 401,
      body: { code: "not-signed-in" },
    });
  });

  it("survive a restart", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { id } = await client.newArticle();
    await server.stop();
    await server.start();
    const again = server.client();
    again.cookie = client.cookie;
    expect((await again.call("GET", `/api/articles/${id}`)).status).toBe(200);
  });

  it.each(["deleted", "overwritten", "of another version"])(
    "are found again when the search index was %s",
    async (what) => {
      const server = await TestServer.open();
      const client = await server.admin();
      await client.call("POST", "/api/articles", { example: true });
      await server.stop();
      const file = join(server.dataDir, "foureyes.search.db");
      if (what === "deleted") rmSync(file);
      else if (what === "overwritten") writeFileSync(file, "no database at all".repeat(1_000));
      else {
        const sqlite = new Database(file);
        sqlite.pragma("user_version = 999");
        sqlite.close();
      }
      await server.start();
      const again = server.client();
      again.cookie = client.cookie;
      await expect
        .poll(async () => (await list(again, "?search=elektroboot hirzach")).articles.length)
        .toBe(1);
    },
  );

  it("are found with similar words when no article holds the searched one, and the answer says so", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    await client.call("POST", "/api/articles", { example: true });
    expect(await list(client, "?search=elektrobot hirzach")).toMatchObject({
      articles: [{}],
      similar: ["elektrobot"],
    });
    expect(await list(client, "?search=elektroboot hirzach")).not.toHaveProperty("similar");
  });

  it("are announced to open desks until their person signs out", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const response = await fetch(`${server.url}/api/desk/events`, {
      headers: { cookie: client.cookie ?? "" },
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const { id } = await client.newArticle();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let news = "";
    while (!news.includes(id)) news += decoder.decode((await reader.read()).value, { stream: true });
    expect(news).toContain('event: role\ndata: "admin"');
    expect(news).toContain('event: article\ndata: {"kind":"changed"');
    await client.call("POST", "/api/auth/sign-out");
    let last = "";
    for (let read = await reader.read(); !read.done; read = await reader.read())
      last += decoder.decode(read.value);
    expect(last).toContain("event: ended\n");
  });
});

describe("what does not fit", () => {
  it("gets a code and a sentence, whatever it is", async () => {
    const server = await TestServer.open();
    const client = await server.admin();
    const { id } = await client.newArticle();
    const refusals: [string, string, unknown, number, string][] = [
      ["GET", "/api/articles/unknown", undefined, 404, "not-found"],
      ["GET", `/api/articles/${"x".repeat(500)}`, undefined, 404, "not-found"],
      ["GET", "/api/articles/%00%ff", undefined, 400, "bad-request"],
      ["PATCH", "/api/articles/unknown", { trashed: true }, 404, "not-found"],
      ["PATCH", `/api/articles/${id}`, { trashed: "maybe" }, 400, "bad-request"],
      ["POST", "/api/articles", "{broken", 400, "bad-request"],
      ["POST", "/api/articles", `"${"x".repeat(400_000)}"`, 413, "too-large"],
      ["GET", "/api/nothing/here", undefined, 404, "not-found"],
      ["DELETE", "/api/articles", undefined, 404, "not-found"],
      ["POST", "/some/page", {}, 404, "not-found"],
      ["POST", "/api/auth/sign-in/email", { email: admin }, 400, "bad-request"],
      ["POST", "/api/auth/sign-in/social", { provider: "x" }, 404, "not-found"],
    ];
    for (const [method, path, body, status, code] of refusals) {
      const answer = await client.call(method, path, body);
      expect({ path, status: answer.status, body: answer.body }).toEqual({
        path,
        status,
        body: { code, message: expect.any(String) },
      });
    }
  });

  it("tells nothing of the server's inside", async () => {
    const server = await TestServer.open();
    const { body } = await server.client().call("POST", "/api/auth/sign-in/email", "{");
    expect(JSON.stringify(body)).not.toMatch(/ at |node_modules|\.ts|sqlite/i);
  });
});

const admin = { not: "a text" };

describe("the description of the API", () => {
  it("names every route that people call", async () => {
    const server = await TestServer.open();
    const { body } = await server
      .client()
      .call<{ paths: Record<string, object> }>("GET", "/api/openapi.json");
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        "/api/auth/sign-in/email",
        "/api/articles",
        "/api/articles/{id}",
        "/api/people",
        "/api/invitations/{token}",
      ]),
    );
  });
});
