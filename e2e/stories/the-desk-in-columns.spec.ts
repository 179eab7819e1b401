import { Stage } from "../support/stage.ts";
import { expect, test } from "../support/test.ts";

const headline =
  "Bahnstrecke zwischen Winterthur und Schaffhausen bleibt wegen Bauarbeiten am Fahrleitungssystem drei Wochen gesperrt, Ersatzbusse verkehren im Viertelstundentakt";

test("the desk has heads over its columns, most room for headlines, and two lines for the longest", async ({
  desk,
  newsroom,
}) => {
  const stage = new Stage(desk, newsroom);
  await stage.seed("Regula", { kicker: "Winterthur", headline, section: "News", minutesAgo: 5 });
  const page = await stage.tab("Regula");
  await page.goto("/");
  const link = page.getByRole("link", { name: headline, exact: true });
  await expect(link).toBeVisible();
  const head = (name: string) => page.getByText(name, { exact: true });
  const box = async (of: typeof link) => (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const lines = (): Promise<number> =>
    link.evaluate((text) =>
      Math.round(text.clientHeight / Number.parseFloat(getComputedStyle(text).lineHeight)),
    );

  for (const [viewport, share] of [
    [{ width: 1280, height: 900 }, 0.5],
    [{ width: 1920, height: 1080 }, 0.45],
  ] as const)
    await test.step(`at ${viewport.width} pixels`, async () => {
      await page.setViewportSize(viewport);
      const row = page.getByRole("listitem").filter({ has: link });
      for (const [name, value] of [
        ["Headline", link],
        ["Section", row.getByText("News", { exact: true })],
        ["Changed by", row.getByText("Regula", { exact: true })],
      ] as const) {
        expect((await box(head(name))).x).toBe((await box(value)).x);
        expect((await box(head(name))).y).toBeLessThan((await box(value)).y);
      }
      const right = async (of: typeof link): Promise<number> => {
        const { x, width } = await box(of);
        return Math.round(x + width);
      };
      expect(await right(head("Changed"))).toBe(await right(row.getByRole("time")));
      expect((await box(link)).width / viewport.width).toBeGreaterThan(share);
      expect(await lines()).toBeLessThanOrEqual(2);
    });

  await test.step("a wide screen is used", async () => {
    const title = await box(page.getByRole("heading", { name: "Desk" }));
    const create = await box(page.getByRole("button", { name: "New article" }));
    expect((create.x + create.width - title.x) / 1920).toBeGreaterThan(0.85);
  });

  await test.step("all of a headline that is cut off is to be had", async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await link.hover();
    await expect(link).toHaveAttribute("title", headline);
    await page.keyboard.press("/");
    await link.focus();
    await expect.poll(lines).toBe(3);
  });

  await test.step("a phone has no columns", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("searchbox").focus();
    await expect(head("Changed by")).toBeHidden();
    expect(await lines()).toBe(3);
  });
});
