import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import sharp from "sharp";
import { expect, it } from "vitest";
import { detailsMap, fieldText } from "../../src/domain/article/document.ts";
import { exampleArticle } from "../../src/domain/article/example.ts";
import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import { PictureServer } from "../assets/testing/pictureServer.ts";
import { cameraPicture, noise, serialNumber } from "../assets/testing/pictures.ts";

/** The example article with a lead picture from a camera and a small one in the body. */
async function withPictures(server: PictureServer): Promise<string> {
  const draft = server.newArticle();
  const lead = await server.upload(draft, await cameraPicture());
  const small = await server.upload(draft, await noise(300, 200).png().toBuffer());
  const { picture, body, ...example } = exampleArticle;
  const texts = { caption: "Eine Karte", credit: "© Amt", source: "Amt", alt: "Karte" };
  const template: ArticleTemplate = {
    ...example,
    leadPicture: { id: "lake", asset: lead.body.id, ...picture },
    body: [
      ...body.map((block) => ({ kind: "text" as const, ...block })),
      { kind: "figure", id: "map", asset: small.body.id, ...texts },
      { kind: "figure", id: "gone", asset: "0".repeat(64), ...texts, caption: "Kein Bild dazu" },
    ],
  };
  return server.newArticle(template);
}

const stem = "nach-zwoelf-jahren-faehrt-wieder-ein-schiff-ueber-den-see";
const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();

it("gives one page with the pictures inside, free of what the camera wrote into them", async () => {
  const server = await PictureServer.open();
  const article = await withPictures(server);
  const answer = await server.get(`/api/articles/${article}/export?format=html`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${stem}.html"`);
  const html = await answer.text();
  const sources = [...html.matchAll(/<img src="data:image\/jpeg;base64,([^"]+)"/g)].map(([, data]) =>
    Buffer.from(data ?? "", "base64"),
  );
  expect(sources).toHaveLength(2);
  for (const picture of sources) {
    expect(picture.includes(serialNumber)).toBe(false);
    expect((await sharp(picture).metadata()).exif).toBeUndefined();
  }
  expect(html).toContain('width="1200" height="800"');
  expect(html).toContain(exampleArticle.picture.caption);
  expect(html).toContain("Eine Karte");
  expect(html).not.toContain("Kein Bild dazu");
});

it("names the pictures of a fragment by their addresses on the server, where that is asked for", async () => {
  const server = await PictureServer.open();
  const article = await withPictures(server);
  const path = `/api/articles/${article}/export?format=fragment`;
  const linked = await text(server.get(`${path}&pictures=linked`));
  const inside = await text(server.get(path));
  expect(linked).not.toContain("base64");
  expect(linked.length).toBeLessThan(10_000);
  const words = (html: string): string => html.replaceAll(/<img[^>]*>/g, "");
  expect(words(linked)).toBe(words(inside));
  const bare = await text(server.get(`${path}&pictures=none`));
  expect(bare).toBe(inside.replaceAll(/<figure[\s\S]*?<\/figure>\n/g, ""));
  const addresses = [...linked.matchAll(/<img src="([^"]+)"/g)].map(([, address]) => address ?? "");
  expect(addresses).toHaveLength(2);
  for (const address of addresses) {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1/);
    // oxlint-disable-next-line no-await-in-loop
    const picture = await server.get(new URL(address).pathname);
    expect(picture.headers.get("content-type")).toBe("image/jpeg");
    // The page says so where it is copied.
    // oxlint-disable-next-line no-await-in-loop
    expect((await fetch(address)).status).toBe(401);
  }
});

it("[P6] gives the same bytes for the same content, and says their hash", async () => {
  const server = await PictureServer.open();
  const article = await withPictures(server);
  for (const format of ["html", "fragment", "zip", "markdown", "text"]) {
    const path = `/api/articles/${article}/export?format=${format}`;
    const [first, second] = [await server.get(path), await server.get(`${path}&disposition=inline`)];
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(Buffer.from(await second.arrayBuffer()).equals(bytes), format).toBe(true);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(first.headers.get("x-content-sha256")).toBe(sha256);
    expect(first.headers.get("content-length")).toBe(String(bytes.length));
    expect(first.headers.get("cache-control")).toBe("no-store");
    const again = await server.get(path, { "if-none-match": `"${sha256}"` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  }
  const html = (): Promise<string> => text(server.get(`/api/articles/${article}/export?format=html`));
  const before = await html();
  fieldText(server.doc(article), "kicker").insert(0, "Neu: ");
  expect(await html()).not.toBe(before);
});

it("gives a zip of page, fragment and pictures in their sizes", async () => {
  const server = await PictureServer.open();
  const article = await withPictures(server);
  const answer = await server.get(`/api/articles/${article}/export?format=zip`);
  expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${stem}.zip"`);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  expect(Object.keys(files)).toEqual([
    "index.html",
    "fragment.html",
    `pictures/${stem}-1-480.jpg`,
    `pictures/${stem}-1-960.jpg`,
    `pictures/${stem}-1-1200.jpg`,
    `pictures/${stem}-2-300.jpg`,
  ]);
  const page = strFromU8(files["index.html"] ?? new Uint8Array());
  for (const [, path] of page.matchAll(/(?:src="|srcset="|, )(pictures\/[^" ]+)/g))
    expect(Object.keys(files)).toContain(path);
  for (const [path, content] of Object.entries(files).filter(([name]) => name.startsWith("pictures/"))) {
    const { width, exif } = await sharp(content).metadata();
    expect([path.endsWith(`-${width}.jpg`), exif]).toEqual([true, undefined]);
  }
});

it("can be framed by its own page only, and runs nothing there", async () => {
  const server = await PictureServer.open();
  const answer = await server.get(
    `/api/articles/${server.newArticle()}/export?format=html&disposition=inline`,
    { role: "guest" },
  );
  expect(answer.headers.get("content-disposition")).toBe('inline; filename="article.html"');
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).toMatch(/^default-src 'none';.*; sandbox allow-scripts$/);
  expect(policy).not.toContain("script-src");
  expect(answer.headers.get("x-frame-options")).toBe("SAMEORIGIN");
});

it("uses the row for the date of the last committed content, and the one of publication that somebody set", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const summary = server.summary(article);
  const html = await text(server.get(`/api/articles/${article}/export`));
  expect(html).not.toContain("veröffentlicht");
  expect(html).toContain(`aktualisiert: <time datetime="${summary?.updatedAt}">`);
  detailsMap(server.doc(article)).set("published", "2023-08-30T16:36:00.000Z");
  expect(await text(server.get(`/api/articles/${article}/export`))).toContain(
    '<time datetime="2023-08-30T16:36:00.000Z">30. August 2023 18:36</time>',
  );
});

it("names files of other scripts so that every program can keep them", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle({ language: "uk", fields: { headline: "Київ «сьогодні»" } });
  const answer = await server.get(`/api/articles/${article}/export?format=text`);
  expect(answer.headers.get("content-disposition")).toBe(
    `attachment; filename="article.txt"; filename*=UTF-8''${encodeURIComponent("київ-сьогодні.txt")}`,
  );
  expect(await answer.text()).toContain("Київ «сьогодні»\n");
});

it("refuses with a reason what it does not have", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const answers = async (path: string, role = "editor"): Promise<[number, string, string]> => {
    const answer = await server.get(path, { role });
    const { code, message } = (await answer.json()) as { code: string; message: string };
    return [answer.status, code, message];
  };
  expect(await answers(`/api/articles/${article}/export?format=newsml`)).toEqual([
    400,
    "bad-request",
    "There is no such format. Take one of: html, fragment, zip, markdown, text.",
  ]);
  expect((await answers(`/api/articles/${article}/export?format=toString`))[0]).toBe(400);
  expect((await answers(`/api/articles/${article}/export?version=3`))[0]).toBe(400);
  expect((await answers("/api/articles/unknown/export"))[1]).toBe("not-found");
  expect((await answers(`/api/articles/${article}/export`, ""))[1]).toBe("not-signed-in");
});

it("sends large pages from disk and leaves nothing there", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  const lead = "Zeile mit Umlauten: äöü. ".repeat(60_000);
  fieldText(server.doc(article), "lead").insert(0, lead);
  const html = await text(server.get(`/api/articles/${article}/export`));
  expect(html).toContain(lead.trim());
  expect(html.endsWith("</html>\n")).toBe(true);
  expect(await readdir(join(server.dataDir, "tmp", "exports"))).toEqual([]);
});

it("gives up an article that takes forever to read, and says so at once from then on", async () => {
  const server = await PictureServer.open();
  const article = server.newArticle();
  let asked = 0;
  server.doc(article).getText = () => {
    asked++;
    for (;;);
  };
  for (let times = 0; times < 2; times++) {
    const answer = await server.get(`/api/articles/${article}/export?format=text`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "damaged" });
  }
  expect(asked).toBe(1);
  expect((await server.get(`/api/articles/${server.newArticle()}/export?format=text`)).status).toBe(200);
});
