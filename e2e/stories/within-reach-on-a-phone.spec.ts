import { expect, test } from "../support/test.ts";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });

test("on a phone undo stands beside the tools that scroll, and the colleague who is here is shown, by name at a tap", async ({
  desk,
}) => {
  const article = await desk.open("Reichweite", { as: "Regula Keller" });
  const { page } = article;
  await article.put(article.headline, "Wort");
  const tools = page.getByRole("toolbar");
  for (const name of ["Undo", "Redo"])
    await expect(tools.getByRole("button", { name, exact: true })).toBeInViewport({ ratio: 1 });
  const touched = await tools.getByRole("button", { name: "Undo", exact: true }).boundingBox();
  await page.touchscreen.tap((touched?.x ?? 0) + 20, (touched?.y ?? 0) + 20);
  await expect(article.headline).toHaveText("");
  await expect(tools.getByRole("button", { name: "Numbered list" })).not.toBeInViewport({ ratio: 1 });

  const here = page.getByRole("list", { name: "Who is here" }).getByRole("button").filter({ visible: true });
  await desk.open("Reichweite", { as: "Emil Brunner" });
  await expect(here).toHaveCount(1);
  await expect(here.getByText("EB")).toBeVisible();
  await expect(here.getByText("RK")).toBeHidden();
  const sign = (): Promise<string> =>
    here.evaluate((button) => getComputedStyle(button, "::after").getPropertyValue("content"));
  expect(await sign()).toBe("none");
  await here.tap();
  await expect(page.getByRole("menuitem", { name: /Emil Brunner/ })).toBeVisible();
  await page.keyboard.press("Escape");

  await desk.open("Reichweite", { as: "Chloé Favre" });
  await expect.poll(sign).toContain("+1");
});
