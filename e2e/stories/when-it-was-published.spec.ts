import type { Locator } from "@playwright/test";
import { expect, test } from "../support/test.ts";

const order = (controls: Locator): Promise<string[]> =>
  controls.evaluateAll((all) =>
    (all as HTMLInputElement[])
      .filter(({ tabIndex }) => tabIndex >= 0)
      .map(({ labels, textContent }) =>
        (labels?.[0]?.textContent || textContent || "").replace(/ \(.*/, "").trim(),
      ),
  );

test("a draft has no date of publication until somebody sets one; the last update can be set, too", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Die Fähre");
  await anna.type(anna.headline, "Die Fähre fährt wieder");
  await anna.saved();
  const article = await desk.articleId("Die Fähre");
  expect(await desk.exported(article, "html")).not.toMatch(/datePublished|published_time|veröffentlicht/);

  const change = anna.page.getByRole("button", { name: "Change the publication date" });
  const done = anna.page.getByRole("button", { name: "Done" });
  await change.click();
  await done.click();
  await expect(ben.page.getByText(/^veröffentlicht: \d/)).toBeVisible();
  await change.click();
  // Read and reached by Tab one after the other.
  expect(await order(anna.page.getByRole("dialog").locator("input, button"))).toEqual([
    "Date and time",
    "Remove the date",
    "Last update",
    "Done",
  ]);
  await anna.page.getByLabel(/Date and time/).fill("2023-08-30T18:36");
  await anna.page.getByLabel(/Last update/).fill("2023-08-31T07:05");
  await done.click();
  await expect(ben.page.getByText("veröffentlicht: 30. August 2023 18:36")).toBeVisible();
  await expect(ben.page.getByText("aktualisiert: 31. August 2023 07:05")).toBeVisible();
  await anna.saved();
  const page = await desk.exported(article, "html");
  expect(page).toContain('"datePublished":"2023-08-30T16:36:00.000Z"');
  expect(page).toContain('"dateModified":"2023-08-31T05:05:00.000Z"');

  await change.click();
  await anna.page.getByRole("button", { name: "Remove the date" }).click();
  await expect(ben.page.getByText("30. August 2023 18:36")).toBeHidden();
});
