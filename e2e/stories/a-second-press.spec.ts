import type { Locator } from "@playwright/test";
import { expect, test } from "../support/test.ts";

/** Two clicks at one spot, as slow as some people's double-clicks are: what the first one changes has shown by then. */
async function pressTwice(target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("nothing to press");
  const { mouse } = target.page();
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (const clickCount of [1, 2]) {
    await mouse.down({ clickCount });
    await mouse.up({ clickCount });
    await target.page().evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
}

test("a double-click on the bin moves one article to the trash, not the next one too", async ({ desk }) => {
  await desk.headlines("eins", "zwei", "drei");
  const list = await (await desk.person("Emil")).openDesk();
  await expect(list.article("eins")).toBeVisible();
  await pressTwice(list.page.getByRole("button", { name: /to the trash/ }).first());
  await expect(list.page.getByRole("button", { name: /to the trash/ })).toHaveCount(2);
  await list.page.reload();
  await expect(list.page.getByRole("button", { name: /to the trash/ })).toHaveCount(2);
});

test("what opens by a double-click stays open", async ({ desk }) => {
  const { page, export: exporting } = await desk.open("Fenster", { as: "Regula" });
  const counts = page.locator("footer button[class*=line]");
  await expect(counts).toBeVisible();
  await pressTwice(counts);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await pressTwice(exporting);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a link that is shown once is not closed by the second press, nor by one beside it", async ({
  desk,
}) => {
  const { page } = await (await desk.person("admin")).openDesk();
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await pressTwice(page.getByRole("button", { name: "Create link" }));
  const link = page.getByRole("dialog").getByRole("textbox", { name: "Link" });
  await expect(link).toHaveValue(/\/invitation/);
  await page.mouse.click(5, 5);
  await expect(link).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
});
