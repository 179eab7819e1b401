import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { TestServer } from "../testing/testServer.ts";
import { builtPage } from "./page.ts";

const index = "<!doctype html><html><head><title>Foureyes</title></head></html>";

async function servePage(preloads?: unknown, html = index) {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-page-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), html);
  if (preloads) await writeFile(join(folder, "preloads.json"), JSON.stringify(preloads));
  await writeFile(join(folder, "assets", "page-abc123.js"), "console.log(1)");
  const app = Fastify();
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
  await builtPage(folder)(app);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return (path: string, method = "GET", headers: Record<string, string> = {}) =>
    fetch(url + path, { method, headers });
}

it("opens every address of the page with index.html, asked for anew each time", async () => {
  const get = await servePage();
  for (const path of ["/", "/articles/abc", "/sign-in?from=%2F", "/invitation/x.y", "/apiary"]) {
    const response = await get(path);
    expect({ path, status: response.status, html: await response.text() }).toEqual({
      path,
      status: 200,
      html: index,
    });
    expect(response.headers.get("cache-control")).toBe("no-cache");
  }
});

it("keeps hashed files for good and does not pretend to have others", async () => {
  const get = await servePage();
  const file = await get("/assets/page-abc123.js");
  expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  for (const [path, method] of [
    ["/assets/page-old.js", "GET"],
    ["/api/nothing", "GET"],
    ["/articles/abc", "POST"],
    ["/assets/../../secret", "GET"],
    ["/assets/%2e%2e%2f%2e%2e%2fsecret", "GET"],
  ] as const) {
    const response = await get(path, method);
    if (path.includes("..") && response.status === 200)
      expect(await response.text()).toContain("<title>Foureyes</title>");
    else expect({ path, status: response.status }).toEqual({ path, status: 404 });
  }
});

it("lets the page run its own scripts only, and leaves plain http alone", async () => {
  const server = await TestServer.open();
  const { headers } = await server.client().call("GET", "/healthz");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("img-src 'self' blob: data:;");
  expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure-requests/);
  expect(headers.get("strict-transport-security")).toBeNull();
});

it("tells machines that it lives, is ready, and its numbers", async () => {
  const server = await TestServer.open();
  for (const path of ["/healthz", "/readyz"])
    expect((await server.client().call("GET", path)).status).toBe(200);
  await server.client().call("GET", "/api/articles");
  const metrics = await server.client().call<{ text: string }>("GET", "/metrics");
  expect(metrics.headers.get("content-type")).toContain("text/plain");
  expect(metrics.body.text).toMatch(
    /^foureyes_http_request_duration_seconds_count\{.*route="\/api\/articles",status="401"\} 1$/m,
  );
});

describe("index.html, made ready for the page that it will be", () => {
  const preloads = {
    words: {
      en: { article: ["/assets/en-writing.js"], other: ["/assets/en-writing.js", "/assets/en-rest.js"] },
      de: { article: ["/assets/de-writing.js"], other: ["/assets/de-writing.js", "/assets/de-rest.js"] },
    },
    pages: {
      article: {
        scripts: ["/assets/editor.js"],
        later: ["/assets/tools.js"],
        fonts: ["/assets/serif.woff2"],
      },
      other: { scripts: ["/assets/pages.js"], later: [], fonts: ["/assets/sans.woff2"] },
    },
  };
  const filesIn = (html: string): string[] =>
    [...html.matchAll(/<link [^>]*href="([^"]+)"/g)].map(([, to]) => to!);

  it("names the files of that page, and the words of the browser's language or the one chosen", async () => {
    const get = await servePage(preloads);
    const files = async (path: string, headers = {}) =>
      filesIn(await (await get(path, "GET", headers)).text());
    expect(await files("/articles/abc", { "accept-language": "fr, de-CH;q=0.9, en;q=0.5" })).toEqual([
      "/assets/editor.js",
      "/assets/de-writing.js",
      "/assets/serif.woff2",
      "/api/session",
    ]);
    expect(await files("/", { "accept-language": "de", cookie: "other=1; foureyes-language=en" })).toEqual([
      "/assets/pages.js",
      "/assets/en-writing.js",
      "/assets/en-rest.js",
      "/assets/sans.woff2",
      "/api/session",
    ]);
    expect(await files("/", { cookie: 'foureyes-language="><script>' })).toEqual([
      "/assets/pages.js",
      "/assets/sans.woff2",
      "/api/session",
    ]);
  });

  it("names the desk's first list to browsers that may be signed in, and to nobody else", async () => {
    const get = await servePage(preloads);
    const files = async (path: string, headers = {}) =>
      filesIn(await (await get(path, "GET", headers)).text());
    const list = "/api/articles?limit=100";
    for (const name of ["foureyes.session_token", "__Host-foureyes.session_token"])
      expect(await files("/", { cookie: `foureyes-theme=dark; ${name}=secret` })).toContain(list);
    expect(await files("/")).not.toContain(list);
    for (const path of ["/people", "/sign-in", "/articles/abc"])
      expect(await files(path, { cookie: "foureyes.session_token=secret" })).not.toContain(list);
  });

  it("shows the masthead that is to be expected before any code, and over an article its bar", async () => {
    const get = await servePage(preloads, "<html><head></head><body></body></html>");
    const mastheadAt = async (path: string, cookie = "") =>
      /class="([a-z]+-[a-z]+)"/.exec(await (await get(path, "GET", { cookie })).text())?.[1];
    const session = "foureyes.session_token=secret";
    expect(await mastheadAt("/")).toBe("front-page");
    expect(await mastheadAt("/", session)).toBe("page-band");
    expect(await mastheadAt("/people", session)).toBe("page-band");
    expect(await mastheadAt("/sign-in?from=%2F", session)).toBe("front-page");
    expect(await mastheadAt("/invitation/x", session)).toBe("front-page");
    expect(await mastheadAt("/articles/abc", session)).toBe("article-bar");
    expect(await mastheadAt("/articles/abc")).toBe("front-page");
  });

  it("says that an article is being opened in the browser's language, in the one chosen, or in English", async () => {
    const get = await servePage(preloads, "<html><head></head><body></body></html>");
    const said = async (headers: Record<string, string>) => {
      const cookie = `foureyes.session_token=secret; ${headers.cookie ?? ""}`;
      const html = await (await get("/articles/abc", "GET", { ...headers, cookie })).text();
      return /class="article-opening">([^<]*)</.exec(html)?.[1];
    };
    const german = "Der Artikel wird geöffnet …";
    const english = "The article is being opened…";
    expect(await said({ "accept-language": "fr, de-CH;q=0.9, en;q=0.5" })).toBe(german);
    expect(await said({ "accept-language": "en", cookie: "foureyes-language=de" })).toBe(german);
    expect(await said({ "accept-language": "de", cookie: "foureyes-language=en" })).toBe(english);
    expect(await said({ "accept-language": "fr" })).toBe(english);
    expect(await said({ "accept-language": `${"fr,".repeat(19)}de` })).toBe(german);
    expect(await said({ "accept-language": `${"fr,".repeat(20)}de` })).toBe(english);
    expect(await said({ cookie: 'foureyes-language="><script>' })).toBe(english);
  });

  it("begins in the theme chosen, and takes no other word from a cookie", async () => {
    const get = await servePage(preloads);
    const start = async (theme: string) =>
      (await (await get("/", "GET", { cookie: `foureyes-theme=${theme}` })).text()).slice(0, 40);
    expect(await start("dark")).toContain('<html data-theme="dark">');
    expect(await start("system")).toContain("<html>");
    expect(await start('"onload=alert(1)')).toContain("<html>");
  });

  it.each(["br", "gzip"])("comes compressed as the browser takes it: %s", async (encoding) => {
    const get = await servePage(preloads);
    const answer = await get("/", "GET", { "accept-encoding": encoding });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(answer.headers.get("vary")).toContain("accept-encoding");
    expect(await answer.text()).toContain("/assets/pages.js");
  });
});
