import type { BrowserContext } from "@playwright/test";
import type { Newsroom } from "../../e2e/support/newsroom.ts";
import { admin } from "../../e2e/support/newsroom.ts";
import { cameraPicture } from "../../e2e/support/pictures.ts";
import { Random } from "../../src/binding/testing/random.ts";
import { articleFromTemplate, type TemplateBlock } from "../../src/domain/article/template.ts";
import { handInPath } from "../../src/domain/protocol/sync.ts";

/** A request to the newsroom in the name of whoever the context belongs to. Throws unless it was granted. */
export async function post<T>(
  context: BrowserContext,
  path: string,
  options: NonNullable<Parameters<BrowserContext["request"]["post"]>[1]>,
): Promise<T> {
  const answer = await context.request.post(path, options);
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const signIn = (context: BrowserContext): Promise<unknown> =>
  post(context, "/api/auth/sign-in/email", { data: { email: admin.email, password: admin.password } });

/** New editors of the newsroom; a session of each. */
export async function invite(chief: BrowserContext, newsroom: Newsroom, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let n = 1; n <= count; n++) {
    const { url } = await post<{ url: string }>(chief, "/api/invitations", { data: { role: "editor" } });
    const path = new URL(url).pathname.replace("/invitation/", "/api/invitations/");
    const answer = await fetch(newsroom.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: newsroom.url },
      body: JSON.stringify({
        name: `Colleague ${n}`,
        email: `colleague${n}@example.org`,
        password: "types five keys a second",
      }),
    });
    if (!answer.ok) throw new Error(`an invitation answered ${answer.status}: ${await answer.text()}`);
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; "),
    );
  }
  return cookies;
}

const vocabulary =
  "die Regierung will am Montag über das neue Gesetz beraten wie eine Sprecherin der Agentur sagte und nach Angaben von Fachleuten bleibt die Lage im Norden des Landes angespannt obwohl beide Seiten zuletzt Gespräche führten".split(
    " ",
  );

/** An article of that many words and pictures, spread evenly, with a few headings. Returns its id. */
export async function makeArticle(
  context: BrowserContext,
  size: { words: number; pictures: number },
): Promise<string> {
  const { id } = await post<{ id: string }>(context, "/api/articles", { data: {} });
  const file = await cameraPicture();
  const asset = await post<{ id: string; width: number; height: number }>(
    context,
    `/api/articles/${id}/assets`,
    { multipart: { file } },
  );
  const random = new Random(size.words);
  const body: TemplateBlock[] = [];
  let pictures = 0;
  for (let written = 0; written < size.words; ) {
    if (written >= (pictures + 0.5) * (size.words / size.pictures)) {
      pictures++;
      const text = {
        caption: `Der See am ${pictures}. Tag`,
        credit: "Testkamera",
        source: "Archiv",
        alt: "Ein See",
      };
      body.push({
        kind: "figure",
        id: `p${pictures}`,
        asset: asset.id,
        size: { width: asset.width, height: asset.height },
        ...text,
      });
    }
    const heading = body.length % 9 === 4;
    const count = Math.min(size.words - written, heading ? 6 : 40 + random.below(40));
    const text = Array.from({ length: count }, () => random.pick(vocabulary)).join(" ");
    body.push({ kind: "text", style: heading ? "heading" : "paragraph", runs: [{ text }] });
    written += count;
  }
  const update = articleFromTemplate({ language: "de-CH", fields: { headline: "Der lange Bericht" }, body });
  await post(context, handInPath(id), {
    headers: { "content-type": "application/octet-stream" },
    data: Buffer.from(update),
  });
  return id;
}
