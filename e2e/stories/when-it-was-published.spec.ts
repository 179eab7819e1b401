import { expect, test } from "../support/test.ts";

test("a draft has no date of publication until somebody sets one; the last update can be set, too", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Die Fähre");
  await anna.type(anna.headline, "Die Fähre fährt wieder");
  await anna.saved();
  const article = await desk.articleId("Die Fähre");
  expect(await desk.exported(article, "html")).not.toMatch(/datePublished|published_time|veröffentlicht/);

  const set = async (which: string, when: string | null): Promise<void> => {
    await anna.page.getByRole("button", { name: which }).click();
    if (when === null) await anna.page.getByRole("button", { name: "Now" }).click();
    else {
      await anna.page.getByLabel(/Date and time/).fill(when);
      await anna.page.getByRole("button", { name: "Done" }).click();
    }
  };
  await set("Change the publication date", null);
  await expect(ben.page.getByText(/^veröffentlicht: \d/)).toBeVisible();
  await set("Change the publication date", "2023-08-30T18:36");
  await set("Change the date of the last update", "2023-08-31T07:05");
  await expect(ben.page.getByText("veröffentlicht: 30. August 2023 18:36")).toBeVisible();
  await expect(ben.page.getByText("aktualisiert: 31. August 2023 07:05")).toBeVisible();
  await anna.saved();
  const page = await desk.exported(article, "html");
  expect(page).toContain('"datePublished":"2023-08-30T16:36:00.000Z"');
  expect(page).toContain('"dateModified":"2023-08-31T05:05:00.000Z"');

  await anna.page.getByRole("button", { name: "Change the publication date" }).click();
  await anna.page.getByRole("button", { name: "Remove the date" }).click();
  await expect(ben.page.getByText("30. August 2023 18:36")).toBeHidden();
});
