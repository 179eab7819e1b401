import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import * as encoding from "lib0/encoding";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const longName = "Hans-Rudolf Müller-Schwarzenbach von Graffenried";
const colleagues = [
  ...Array.from({ length: 38 }, (_, at) => `Kollegin ${String(at + 1).padStart(2, "0")}`),
  longName,
];

/** What the server tells of people who have the article open, as one frame of the socket. */
function presenceOf(names: readonly string[]): Buffer {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(null);
  for (const [at, name] of names.entries()) {
    awareness.states.set(at + 1, { user: { id: `person-${at}`, name } });
    awareness.meta.set(at + 1, { clock: 1, lastUpdated: Date.now() });
  }
  const frame = encoding.createEncoder();
  encoding.writeVarUint(frame, 1);
  encoding.writeVarUint8Array(frame, encodeAwarenessUpdate(awareness, [...awareness.states.keys()]));
  awareness.destroy();
  return Buffer.from(encoding.toUint8Array(frame));
}

/** Opens an article that these people have open too. */
async function among(page: Page, articleId: string, names: readonly string[]): Promise<ArticlePage> {
  await page.routeWebSocket(/\/sync\//, (line) => {
    line.connectToServer().onMessage((frame) => {
      line.send(frame);
      line.send(presenceOf(names));
    });
  });
  const article = new ArticlePage(page);
  await page.goto(`/articles/${articleId}`);
  await article.ready();
  return article;
}

const barriers = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );

/** Those elements of a text that shows only in part. */
const cut = (page: Page, selector: string): Promise<string[]> =>
  page
    .locator(selector)
    .evaluateAll((found) =>
      found
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ textContent }) => textContent ?? ""),
    );

for (const { name, ...viewport } of [
  { name: "a desk", width: 1280, height: 700 },
  { name: "a small phone", width: 320, height: 568 },
])
  test(`on ${name}, forty people are a list without a barrier, to its last name`, async ({ desk }) => {
    const [id, regula] = await Promise.all([desk.articleId("Alle"), desk.person("Regula")]);
    const page = await regula.context.newPage();
    await page.setViewportSize(viewport);
    await among(page, id, colleagues);
    const everybody = page.getByRole("button", { name: "40 people here" });
    await everybody.click();
    const list = page.getByRole("menu");
    await expect(list).toBeVisible();
    await expect(list.getByRole("menuitem")).toHaveCount(40);
    expect(await barriers(page)).toEqual([]);

    const long = list.getByRole("menuitem", { name: longName });
    await page.keyboard.press("End");
    await expect(list.getByRole("menuitem").last()).toBeInViewport({ ratio: 1 });
    await long.scrollIntoViewIfNeeded();
    await expect(long.getByText("reading")).toBeInViewport({ ratio: 1 });
    expect(await cut(page, "[role=menuitem] *")).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await expect(everybody).toBeFocused();
  });

test("on the smallest phones, «Gespeichert» is whole beside the button of those who are here", async ({
  desk,
}) => {
  const [id, regula] = await Promise.all([desk.articleId("Schmal"), desk.person("Regula")]);
  const page = await regula.context.newPage();
  const touch = await page.context().newCDPSession(page);
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  const article = await among(page, id, [longName]);
  await article.saved();
  const german = await regula.context.newPage();
  await german.goto("/account");
  await german.getByRole("radio", { name: "Deutsch" }).click();
  await expect(page.getByRole("status", { name: "Speicherstatus" })).toHaveText("Gespeichert");
  for (const width of [320, 360, 375, 390]) {
    await page.setViewportSize({ width, height: 640 });
    await expect(page.getByRole("button", { name: "2 Personen hier" })).toBeVisible();
    expect(await cut(page, "output[data-kind] span"), `${width} px`).toEqual([]);
  }
});
